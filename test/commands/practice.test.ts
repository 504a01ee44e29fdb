import { afterAll, beforeAll, expect, test } from "vitest";
import { checked, notPassed } from "../support/checked.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";

let shell: TestCloud;

beforeAll(async () => {
  shell = await openTestCloud();
});
afterAll(() => shell.close());

const instructor = (...words: string[]) => shell.run(["instructor", ...words]);

test("break injects a fault without naming it, reveal names it, and mend repairs it", {
  timeout: 180_000,
}, async () => {
  const ann = ["--learner", "ann"];
  expect((await instructor("solve", "03-api", ...ann, "--processing-seconds", "1")).code).toBe(0);

  const broken = await instructor("break", "03-api", "--fault", "body-is-text", ...ann);
  expect(broken.code, broken.stderr).toBe(0);
  expect(broken.stdout).toContain("npx tsx checks/03-api --learner ann");
  expect(broken.stdout).not.toMatch(/body|text|template|GET/);

  const again = await instructor("break", "03-api", ...ann);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain("This environment already has a fault.");

  const revealed = await instructor("reveal", ...ann);
  expect(revealed.code).toBe(0);
  expect(revealed.stdout).toContain("body-is-text: GET has no response template");
  const { checks } = await checked(shell, ["checks/03-api", ...ann]);
  expect(checks.filter(({ status }) => status === "fail").map(({ id }) => id)).toEqual(["03-api/get-body"]);

  expect((await instructor("mend", ...ann)).stdout).toContain("repaired: GET has no response template");
  expect(notPassed(await checked(shell, ["checks", "03-api", ...ann]))).toEqual([]);
  const nothing = await instructor("reveal", ...ann);
  expect(nothing.code).toBe(2);
  expect(nothing.stderr).toContain("No fault was found in this environment");
});

test("a fault that deletes the table is found by the tag on the role; the function is restored", {
  timeout: 180_000,
}, async () => {
  expect((await instructor("solve", "02-lambda", "--processing-seconds", "3")).code).toBe(0);
  for (const [step, fault] of [
    ["01-table", "table-misspelt"],
    ["02-lambda", "function-gone"],
  ] as const) {
    expect((await instructor("break", step, "--fault", fault)).code).toBe(0);
    expect((await instructor("reveal")).stdout).toContain(`${fault}: `);
    const mended = await instructor("mend", "--json");
    expect(JSON.parse(mended.stdout)).toMatchObject({ mended: fault });
    expect(notPassed(await checked(shell, ["checks", "01-table", "02-lambda"]))).toEqual([]);
  }
  const { checks } = await checked(shell, ["checks/02-lambda"]);
  expect(checks.find(({ id }) => id === "02-lambda/timeout")?.observed).toBe("60 s; the work takes 5 s");
});

test("the same seed chooses the same fault, and only one that the named step can show", async () => {
  expect((await instructor("solve", "02-lambda", "--learner", "bob")).code).toBe(0);
  const faultIds = new Set<string>();
  for (let time = 0; time < 2; time += 1) {
    expect((await instructor("break", "01-table", "--seed", "7", "--learner", "bob")).stdout).toContain(
      "seed 7",
    );
    const { stdout } = await instructor("reveal", "--learner", "bob", "--json");
    faultIds.add((JSON.parse(stdout) as { fault: { id: string } }).fault.id);
    await instructor("mend", "--learner", "bob");
  }
  expect(faultIds.size).toBe(1);
});

test("an unsolved environment, an unknown step and an unknown fault are rejected", async () => {
  const unsolved = await instructor("break", "01-table", "--learner", "nobody");
  expect(unsolved.code).toBe(2);
  expect(unsolved.stderr).toMatch(
    /not solved up to 02-lambda[\s\S]*instructor solve 02-lambda --learner nobody/,
  );
  expect((await instructor("break")).stderr).toContain("Name a step first.");
  expect((await instructor("break", "09-x")).stderr).toContain("01-table");
  const unknown = await instructor("break", "01-table", "--fault", "table-mispelt");
  expect(unknown.stderr).toMatch(/known.*table-gone[\s\S]*closest.*table-misspelt/);
  expect((await instructor("break", "01-table", "--list")).stdout).toContain("The table is deleted.");
  expect((await instructor("--help")).stdout).toMatch(/break[\s\S]*reveal[\s\S]*mend/);
});

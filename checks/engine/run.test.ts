import { readNames } from "@long-running-api/kit/names";
import type { Target } from "@long-running-api/kit/targets/target";
import { expect, test } from "vitest";
import { checks as allChecks } from "../all.ts";
import { type Check, check, fail, pass, unknown } from "./check.ts";
import { runOf, startOf } from "./run.ts";

const target = { name: "local", title: "nowhere" } as Target;
const names = readNames({ options: {}, env: {} });
const base = { target, names } as const;
const failing = () => fail({ expected: "e", observed: "o", leadsTo: "l", lookAt: "a", hint: "h" });

function stub(id: Check["id"], judge: () => ReturnType<Check["judge"]>, rest: Partial<Check> = {}): Check {
  return { ...check({ id, claim: id, probe: async () => null, judge }), ...rest };
}

test("a check that follows from a failed one is skipped, and names the root cause", async () => {
  const { checks, status, exitCode } = await runOf(
    [
      stub("01-table/a", failing),
      stub("01-table/b", () => pass("b"), { needs: ["01-table/a"] }),
      stub("01-table/c", () => pass("c"), { needs: ["01-table/b"] }),
      stub("01-table/d", () => pass("d"), { unlessFailed: ["01-table/c"] }),
      stub("01-table/e", () => pass("e")),
    ],
    { ...base, steps: ["01-table"] },
  );
  expect(checks.map(({ id, status, because }) => [id, status, because])).toEqual([
    ["01-table/a", "fail", null],
    ["01-table/b", "skip", "01-table/a"],
    ["01-table/c", "skip", "01-table/a"],
    ["01-table/d", "skip", "01-table/a"],
    ["01-table/e", "pass", null],
  ]);
  expect([status, exitCode]).toEqual(["fail", 1]);
});

test("a record of a failure follows from whatever fails in an earlier step", async () => {
  const { checks } = await runOf(
    [
      stub("01-table/a", () => pass("a")),
      stub("02-lambda/b", failing),
      stub("05-run/c", failing, { follows: true }),
      stub("05-run/d", () => pass("d"), { follows: true }),
    ],
    { ...base, steps: ["01-table", "02-lambda", "05-run"] },
  );
  expect(checks.map(({ status, because }) => [status, because])).toEqual([
    ["pass", null],
    ["fail", null],
    ["skip", "02-lambda/b"],
    ["pass", null],
  ]);
});

test("if a probe cannot run, checks that need its check are skipped; those that would only repeat it are judged", async () => {
  const { checks, exitCode } = await runOf(
    [
      stub("01-table/a", () => unknown("dark", "light")),
      stub("01-table/b", () => pass("b"), { needs: ["01-table/a"] }),
      stub("01-table/c", () => pass("c"), { unlessFailed: ["01-table/a", "01-table/b"] }),
    ],
    { ...base, steps: ["01-table"] },
  );
  expect(checks.map(({ status, because }) => [status, because])).toEqual([
    ["unknown", null],
    ["skip", "01-table/a"],
    ["pass", null],
  ]);
  expect(exitCode).toBe(2);
});

test("a cause in an earlier step is read without a report", async () => {
  const { checks, exitCode } = await runOf(
    [stub("01-table/a", failing), stub("02-lambda/b", () => pass("b"), { needs: ["01-table/a"] })],
    { ...base, steps: ["02-lambda"] },
  );
  expect(checks).toMatchObject([{ id: "02-lambda/b", status: "skip", because: "01-table/a" }]);
  expect(exitCode).toBe(1);
});

test("a bug in this project is not reported as a verdict", async () => {
  const broken = check({
    id: "01-table/a",
    claim: "",
    probe: async () => {
      throw new TypeError("undefined is not a function");
    },
    judge: () => pass(""),
  });
  await expect(runOf([broken], { ...base, steps: ["01-table"] })).rejects.toThrow(TypeError);
});

test("a probe runs once, however many checks ask for it", async () => {
  let asked = 0;
  const probe = async () => {
    asked += 1;
  };
  const both = (["01-table/a", "01-table/b"] as const).map((id) =>
    check({ id, claim: "", probe, judge: () => pass("") }),
  );
  await runOf(both, { ...base, steps: ["01-table"] });
  expect(asked).toBe(1);
});

test("long checks come later, the others do not wait for them", async () => {
  let finish = () => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const long = check({
    id: "03-api/long",
    claim: "",
    long: true,
    probe: () => work,
    judge: () => pass("done"),
  });
  const { report, pending } = await startOf([stub("03-api/a", () => pass("a")), long], {
    ...base,
    steps: ["03-api"],
  });
  expect(report.checks.map(({ id }) => id)).toEqual(["03-api/a"]);
  finish();
  expect(await pending).toMatchObject([{ id: "03-api/long", status: "pass" }]);
});

test("every check's causes are known checks that come before it", () => {
  const ids = allChecks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const wrong = allChecks.flatMap(({ id, needs, unlessFailed }) =>
    [...needs, ...unlessFailed]
      .filter((cause) => !ids.slice(0, ids.indexOf(id)).includes(cause))
      .map((cause) => `${id} after ${cause}`),
  );
  expect(wrong).toEqual([]);
});

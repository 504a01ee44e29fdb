import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShell, type Shell } from "../support/shell.ts";

let shell: Shell;
beforeAll(() => {
  shell = openShell();
});
afterAll(() => shell.close());

const file = (name: string, text: string) => {
  const written = path.join(shell.dataFolder, name);
  writeFileSync(written, text);
  return written;
};

test("a template file is rendered with a body and parameters; what it sets and what is wrong with it is shown", async () => {
  const template = file(
    "post-request.vtl",
    '#set($context.requestOverride.header.A = "Event")\r\n{"id": "$input.path(\'$.id\')", "p": $input.params("p")$oops}\r\n',
  );
  const body = file("body.json", '{"id": "7"}');
  const words = ["templates", "--template", template, "--body", body, "path.p=x"];
  const { code, stdout, stderr } = await shell.run(words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain('{"id": "7", "p": x}\n');
  expect(stdout).toContain('$context.requestOverride: {"header":{"A":"Event"}}');
  expect(stdout).toContain("! $oops does not exist");
  expect(stdout).toContain("! The output is not valid JSON");
});

test("--watch renders again on each save, errors at line and column included, until Ctrl-C", async () => {
  const template = file("get-response.vtl", "first $input.body");
  const body = file("answer.json", '{"a": 1}');
  const watching = shell.start(["templates", "--template", template, "--body", body, "--watch"]);
  await watching.until('first {"a": 1}');
  writeFileSync(body, '{"a": 2}');
  await watching.until('first {"a": 2}');
  writeFileSync(template, "{\n  #if($x\n}");
  await watching.until(/get-response\.vtl:\d+:\d+ {2}Expected/);
  watching.child.kill("SIGINT");
  expect((await watching.ended).code).toBe(130);
});

test("a broken template ends with 1, a missing file with 2", async () => {
  const template = file("broken.vtl", '{\n  "a": $input.json("$.b"\n}\n');
  const { code, stdout } = await shell.run(["templates", "--template", template, "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: { file: template, line: 3, column: 1 } });
  const missing = await shell.run(["templates", "--template", path.join(shell.dataFolder, "none.vtl")]);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain("none.vtl cannot be read.");
  expect((await shell.run(["templates", "--body", template])).stderr).toContain("Which template?");
});

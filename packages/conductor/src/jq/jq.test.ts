import { afterAll, describe, expect, it } from "vitest";
import { createJq } from "./index.ts";

/** Most of these do not test time limits, so this one is generous for a busy machine. */
const jq = createJq({ queryMsMax: 20_000, memoryBytesMax: 32 * 1024 * 1024, outputBytesMax: 100_000 });
const impatient = createJq({
  queryMsMax: 250,
  memoryBytesMax: 32 * 1024 * 1024,
  outputBytesMax: 1_000_000_000,
});
afterAll(() => Promise.all([jq.close(), impatient.close()]));

describe("a query's results", () => {
  it.each([
    [".key[0]", { key: ["VALUE"] }, ["VALUE"]],
    [".list[]", { list: [1, null, { a: "é€😀" }] }, [1, null, { a: "é€😀" }]],
    ["empty", {}, []],
    ["null", {}, [null]],
    ["-1", {}, [-1]],
    ['"a\\nb"', {}, ["a\nb"]],
    [
      "{jobId: .body.jobId, rows: (.body.result.rows // 0)}",
      { body: { jobId: "j" } },
      [{ jobId: "j", rows: 0 }],
    ],
    ["debug | .a", { a: 1 }, [1]],
  ])("%s", async (query, input, results) => {
    expect(await jq.query(query, input)).toEqual({ results });
  });
});

describe("a query that fails", () => {
  it.each([
    ["{", "syntax error, unexpected end of file at line 1, column 1"],
    ["1 +\n  nope", "nope/0 is not defined at line 2, column 3"],
    [".a | .[]", "Cannot iterate over number"],
    ['1, error("mine")', "mine"],
    ["error({b: 2})", '{"b":2}'],
    ['debug | error("mine")', "mine"],
    ["--version", "version/0 is not defined at line 1, column 3"],
    ['import "x" as x; 1', "module not found: x"],
    ["1\0+1", "The query contains a NUL character."],
  ])("%s", async (query, error) => {
    expect(await jq.query(query, { a: 1 })).toEqual({ error });
  });
});

describe("a query that takes too much", () => {
  it("time", async () => {
    const answers = await Promise.all([
      impatient.query("last(repeat(1))", {}),
      impatient.query("2", {}),
      impatient.query("last(repeat(1))", {}),
      impatient.query("3", {}),
    ]);
    const late = { error: "The query did not end within 250 ms." };
    expect(answers).toEqual([late, { results: [2] }, late, { results: [3] }]);
  });

  it.each(["[repeat(1)]", '"x" * 1e9', "def f: f | f; f", "[range(1e7)]"])("memory: %s", async (query) => {
    expect(await jq.query(query, {})).toEqual({
      error: "The query needs more than 33554432 bytes of memory.",
    });
    expect(await jq.query("1", {})).toEqual({ results: [1] });
  });

  it("output, as soon as it exceeds the limit", async () => {
    expect(await jq.query("repeat(1)", {})).toEqual({ error: "The results are larger than 100000 bytes." });
    expect(await jq.query("1", {})).toEqual({ results: [1] });
  });

  it("input: a value that is too large is rejected", async () => {
    expect(await jq.query(".", "x".repeat(3_000_000))).toEqual({
      error: "The query's input is larger than 2097152 bytes.",
    });
    expect(await jq.query(`1${" ".repeat(65_536)}`, {})).toEqual({
      error: "The query is larger than 65536 bytes.",
    });
  });
});

it("the host is not accessible", async () => {
  const answer = await jq.query("env | keys", {});
  expect(answer).toEqual({ results: [["HOME", "LANG", "LOGNAME", "PATH", "PWD", "USER", "_"]] });
  expect(await jq.query("env.HOME, env.PATH", {})).toEqual({ results: ["/home/web_user", "/"] });
});

it.each([
  [".a | keys", null],
  ["repeat(1)", null],
  ["{a:", "syntax error, unexpected end of file at line 1, column 3"],
])("checkSyntax %s", async (query, problem) => {
  expect(await jq.checkSyntax(query)).toEqual(problem);
});

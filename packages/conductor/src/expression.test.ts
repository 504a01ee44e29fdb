import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fill, namesOf, pathsIn } from "./expression.ts";
import { javaText } from "./java-values.ts";
import { parseJson, stringifyJson } from "./json.ts";

const scope = (name: string): unknown =>
  ({
    workflow: {
      input: { id: "12345", n: 5, list: [1, { a: 2 }, "x"], key: "id", nothing: null },
      variables: { v: true },
    },
    task: {
      output: {
        response: {
          body: {
            items: [
              { id: 1, ok: true },
              { id: 2, ok: false },
            ],
          },
          "a-b": 1,
          "c.d": 2,
        },
      },
    },
  })[name];

describe("expressions", () => {
  it.each([
    ["${workflow.input.id}", "12345"],
    ["${workflow.input.n}", 5],
    ["${workflow.input.list}", [1, { a: 2 }, "x"]],
    ["${workflow.variables.v}", true],
    ["${workflow.input.list[1].a}", 2],
    ["${workflow.input.list[-1]}", "x"],
    ["${task.output.response.body.items[1].id}", 2],
    ["${task.output.response.a-b}", 1],
    ["${task.output.response['c.d']}", 2],
    ["${$.workflow.input.n}", 5],
    ["${workflow.input.missing}", null],
    ["${workflow.input.n.deeper}", null],
    ["${nosuch.output.x}", null],
    ["${workflow.input.constructor}", null],
    ["${}", ""],
    ["${workflow.secrets.key}", "${workflow.secrets.key}"],
    ["${CPEWF_TASK_ID}", "t-1"],
  ])("%s alone keeps its type", (template, expected) => {
    expect(fill(template, scope, { taskId: "t-1" })).toEqual(expected);
  });

  it.each([
    ["http://host/${workflow.input.id}", "http://host/12345"],
    ["${workflow.input.id}-${workflow.input.n}", "12345-5"],
    ["x-${workflow.input.list}-y", "x-[1, {a=2}, x]-y"],
    ["x-${workflow.input.missing}", "x-null"],
    ["x${}y", "xy"],
    ["$${workflow.input.id}", "${workflow.input.id}"],
    ["a ${ b", "a ${ b"],
    ["{a} ${workflow.input.n} {b}", "{a} 5 {b}"],
    ["${workflow.input.${workflow.input.key}}", "12345"],
  ])("%s becomes text", (template, expected) => {
    expect(fill(template, scope)).toBe(expected);
  });

  it.each([
    ["${task.output.response.body.items[*].id}", [1, 2]],
    ["${task.output.response.body.items[?(@.ok == true)].id}", [1]],
    ["${task.output.response.body.items.length()}", 2],
    ["${task.output.response..id}", [1, 2]],
    ["${workflow.input.list[0:1]}", [1]],
    ["${nosuch..x}", []],
    ["${nosuch.output..x.length()}", null],
  ])("%s is JSONPath", (template, expected) => {
    expect(fill(template, scope)).toEqual(expected);
  });

  it("are filled in at any depth, keys and other values left alone", () => {
    expect(fill({ a: ["${workflow.input.n}", { "${b}": 1 }], c: 1.5, d: null }, scope)).toEqual({
      a: [5, { "${b}": 1 }],
      c: 1.5,
      d: null,
    });
  });

  it("end at any depth of nesting", () => {
    expect(fill(`${"${".repeat(500)}x${"}".repeat(500)}`, scope)).toBeNull();
    const unclosed = "${".repeat(1_000_000);
    expect(fill(unclosed, scope)).toBe(unclosed);
  });
});

it("text is formatted as in Java", () => {
  expect(javaText({ a: 1, b: [true, null], c: { d: "e" } })).toBe("{a=1, b=[true, null], c={d=e}}");
});

interface Recorded {
  readonly scope: Readonly<Record<string, unknown>>;
  /** An expression and the server's result. */
  readonly cases: readonly (readonly [string, unknown])[];
}

/** Jayway ignores text after a function; our parser rejects such a path. */
const differences = new Set(["${workflow.input.ints.max().x}"]);

const vectors = new URL("../../../test/vectors/conductor-oss-expressions.json", import.meta.url);

describe("Conductor OSS 3.32.3 has the same", () => {
  const recorded = parseJson(readFileSync(vectors, "utf8")) as readonly Recorded[];
  const cases = recorded.flatMap(({ scope, cases }) => cases.map((each) => [...each, scope] as const));
  it.each(cases)("%s", (template, expected, scope) => {
    const filled = stringifyJson(fill(template, (name) => scope[name]));
    if (differences.has(template)) expect(filled).not.toBe(stringifyJson(expected));
    else expect(filled).toBe(stringifyJson(expected));
  });
});

it("reads a plain path as JSONPath does, alone and in a text", () => {
  const number = fc.constantFrom(
    "0",
    "-0",
    "-0.0",
    "1.0",
    "1e3",
    "1E-7",
    "123456789.0",
    "9007199254740993",
    "0.10",
  );
  const text = fc.string({ maxLength: 3 }).map((each) => JSON.stringify(each));
  const { json } = fc.letrec<{ json: string }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 2 },
      number,
      text,
      fc.constantFrom("null", "true"),
      fc.array(tie("json"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
      fc.tuple(tie("json"), tie("json")).map(([a, b]) => `{"a": ${a}, "x-é": ${b}}`),
    ),
  }));
  const names = fc.array(fc.constantFrom(".a", ".x-é", ".length", "[0]", "[-1]"), { maxLength: 3 });
  fc.assert(
    fc.property(json, names, (document, path) => {
      const root = parseJson(document);
      const read = (template: string) =>
        stringifyJson(fill(template, (name) => (name === "r" ? root : undefined)));
      const brackets = path.map((name) => name.replace(/^\.(.+)/, "['$1']")).join("");
      for (const around of ["", "x"])
        expect(read(`${around}\${r${path.join("")}}`)).toBe(read(`${around}\${$['r']${brackets}}`));
    }),
    { numRuns: 500 },
  );
});

describe("an expression without a value", () => {
  const scope = (name: string) => (name === "workflow" ? { input: { id: "7", nothing: null } } : undefined);
  it.each([
    ["${workflow.input.missing}", "${workflow.input.missing}"],
    ["/${workflow.input.id}/${workflow.input.missing}", "/7/${workflow.input.missing}"],
    ["${task.output.x}", "${task.output.x}"],
    ["${workflow.input.nothing}", "${workflow.input.nothing}"],
    ["${workflow.input.id}", "7"],
  ])("%s stays unchanged with the option for it", (template, expected) => {
    expect(fill(template, scope, { keepMissing: true })).toBe(expected);
  });
});

it("lists the paths of a template, and the names of a path", () => {
  const paths = [...pathsIn({ a: ["x${b.c} ${d['e'][0]}"], f: "${g.${h}}" })];
  expect(paths).toEqual(["b.c", "d['e'][0]", "g.${h}", "h"]);
  expect(paths.map(namesOf)).toEqual([["b", "c"], ["d", "e", 0], undefined, ["h"]]);
});

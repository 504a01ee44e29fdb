import { expect, test } from "vitest";
import { renderLines } from "./lines.ts";

async function answers(...chunks: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const written: string[] = [];
  async function* input() {
    for (const chunk of chunks) yield typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
  }
  await renderLines(input(), async (line) => {
    written.push(line);
  });
  return written.map((line) => {
    expect(line.endsWith("\n")).toBe(true);
    return JSON.parse(line);
  });
}

const line = (input: object) => `${JSON.stringify(input)}\n`;

test("one object a line in, one a line out, in order", async () => {
  const params = { path: {}, querystring: {}, header: {} };
  const first = {
    phase: "request",
    template: '#set($context.requestOverride.header.A = "1")$input.body',
    body: "",
    params,
  };
  const second = {
    phase: "response",
    template: "$stageVariables.a$context.b",
    body: "",
    params,
    context: { b: 2 },
    stageVariables: { a: "1" },
  };
  expect(await answers(line(first) + line(second))).toEqual([
    { output: "{}", requestOverride: { header: { A: "1" } } },
    { output: "12" },
  ]);
});

test("a template's error, and a bad line, answer in their place", async () => {
  const good = { phase: "request", template: "ok" };
  expect(await answers(line({ template: "\n#if(" }), "{oops\n", "\n", "[]\n", line({}), line(good))).toEqual([
    { error: { message: expect.any(String), line: 2, column: 5, excerpt: expect.any(String) } },
    { error: { message: expect.stringContaining("not valid JSON"), line: 0, column: 0 } },
    { error: { message: expect.stringContaining("not valid JSON"), line: 0, column: 0 } },
    { error: { message: expect.stringContaining("not a JSON object"), line: 0, column: 0 } },
    { error: { message: expect.stringContaining('"template"'), line: 0, column: 0 } },
    { output: "ok" },
  ]);
});

test.each([
  ["phase", { template: "", phase: "other" }],
  ["body", { template: "", body: 1 }],
  ["context", { template: "", context: [] }],
  ["params", { template: "", params: "x" }],
  ["params.header.a", { template: "", params: { header: { a: 1 } } }],
  ["stageVariables", { template: "", stageVariables: 1 }],
])("a wrong %s is named", async (name, input) => {
  expect(await answers(line(input))).toEqual([
    { error: { message: expect.stringContaining(`"${name}"`), line: 0, column: 0 } },
  ]);
});

test("lines may come in pieces, split within a character, and the last may lack its end", async () => {
  const bytes = new TextEncoder().encode(
    line({ template: "\u2028é\u{1f600}" }) + JSON.stringify({ template: "last" }),
  );
  const pieces = Array.from({ length: Math.ceil(bytes.length / 3) }, (_, at) =>
    bytes.slice(3 * at, 3 * at + 3),
  );
  expect(await answers(...pieces)).toEqual([{ output: "\u2028é\u{1f600}" }, { output: "last" }]);
});

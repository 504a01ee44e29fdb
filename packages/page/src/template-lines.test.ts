import { renderTemplate, type TraceEvent } from "@long-running-api/api-gateway/templates";
import { newMeter } from "@long-running-api/jsonpath/meter";
import { expect, test } from "vitest";
import { templateLines } from "./template-lines.ts";

function traced(template: string, body: unknown = {}) {
  const events: TraceEvent[] = [];
  const params = { path: { requestId: "12345" }, querystring: {}, header: {} };
  const input = { phase: "response", template, body: JSON.stringify(body), params } as const;
  const { output } = renderTemplate(input, newMeter(), (event) => events.push(event));
  expect(renderTemplate(input).output).toBe(output);
  return { output, lines: templateLines(template, events) };
}

const tutorial = `#set($answer = $input.path('$'))
#if("$!answer.body" != "")
{
  "statusCode": $answer.statusCode,
  "body": $answer.body
}
#else
{
  "statusCode": 500
}
#end`;

test("each line shows what it rendered, where that is in the output, or what it did", () => {
  const { lines } = traced(tutorial, { statusCode: 200, body: '{"status":"PROCESSING"}' });
  expect(lines.map(({ did }) => did?.kind)).toEqual([
    "set",
    "tested",
    ...Array(4).fill(undefined),
    "passed",
    "skipped",
    "skipped",
    "skipped",
    undefined,
  ]);
  expect(lines[1]?.did).toEqual({ kind: "tested", result: true });
  expect(lines[3]?.rendered).toEqual([{ line: 2, text: '  "statusCode": 200,' }]);
  expect(lines[4]?.rendered).toEqual([{ line: 3, text: '  "body": {"status":"PROCESSING"}' }]);
  expect(lines[6]?.did).toEqual({ kind: "passed", takenLine: 2 });
});

test("the other branch", () => {
  const { lines } = traced(tutorial, { errorMessage: "no" });
  expect(lines[1]?.did).toEqual({ kind: "tested", result: false });
  expect(lines[3]?.did).toEqual({ kind: "skipped" });
  expect(lines[8]?.rendered).toEqual([{ line: 2, text: '  "statusCode": 500' }]);
});

test("a loop renders its lines once for each turn", () => {
  const template = "[\n#foreach($x in $input.path('$.items'))\n  $x,\n#end\n]";
  expect(
    traced(template, { items: ["a", "b"] }).lines.map(({ rendered }) => rendered.map(({ text }) => text)),
  ).toEqual([["["], [], ["  a,", "  b,"], [], ["]"]]);
  expect(traced(template, { items: [] }).lines[1]?.did).toEqual({ kind: "repeated", rounds: 0 });
  expect(traced(template, { items: [] }).lines[2]?.rendered).toEqual([]);
  expect(traced(template, { items: ["a", "b"] }).lines[1]?.did).toEqual({ kind: "repeated", rounds: 2 });
});

test("comments, escapes and strings with references leave every other line in its place", () => {
  const template =
    "## a comment\na #* inner *# b\n#set($s = \"x$input.params('requestId')\")\n\\#if $s\n#[[ $raw ]]#\nend";
  const { output, lines } = traced(template);
  expect(lines.map(({ rendered }) => rendered.map(({ text }) => text).join("|"))).toEqual([
    "",
    "a  b",
    "",
    "#if x12345",
    " $raw ",
    "end",
  ]);
  for (const { rendered } of lines)
    for (const { line, text } of rendered) expect(output.split("\n")[line - 1]).toContain(text.trim());
});

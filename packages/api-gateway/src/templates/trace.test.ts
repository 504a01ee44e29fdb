import { newMeter } from "@long-running-api/jsonpath/meter";
import { expect, test } from "vitest";
import { linesOf, renderTemplate, type TraceEvent } from "./index.ts";

const params = { path: {}, querystring: {}, header: {} };

function trace(template: string, body: string) {
  const events: TraceEvent[] = [];
  const { output } = renderTemplate({ phase: "response", template, body, params }, newMeter(), (event) =>
    events.push(event),
  );
  return { output, lines: linesOf(template, events) };
}

test("each line says what it printed, what it set, and whether its branch was taken", () => {
  const { output, lines } = trace(
    `#set($a = $input.path('$'))
## a comment
#if("$!a.body" != "")
{"statusCode": $a.statusCode}
#else
{"statusCode": 500}
#end`,
    '{"statusCode": 200, "body": "x"}',
  );
  expect(output.trim()).toBe('{"statusCode": 200}');
  expect(lines[0]?.events).toEqual([
    { kind: "set", offset: 0, literal: "$a", text: "{statusCode=200, body=x}" },
  ]);
  expect(lines[2]?.events).toMatchObject([{ kind: "condition", literal: '"$!a.body" != ""', holds: true }]);
  expect(lines[3]?.printed).toEqual(['{"statusCode": 200}']);
  expect(lines[3]?.events).toMatchObject([{ kind: "reference", literal: "$a.statusCode", text: "200" }]);
  expect(lines.map(({ skipped }) => skipped)).toEqual([false, false, false, false, false, true, false]);
});

test("a loop prints a line once for each turn, and the printed lines make the output", () => {
  const { output, lines } = trace("#foreach($x in $input.path('$'))\n<$x>\n#end\nend", "[1, 2]");
  expect(lines[0]?.events).toMatchObject([{ kind: "loop", rounds: 2 }]);
  expect(lines[1]?.printed).toEqual(["<1>", "<2>"]);
  expect(output.split("\n").filter((line) => line !== "")).toEqual(["<1>", "<2>", "end"]);
});

test("text in a condition or in a string is not printed by its line", () => {
  const { lines } = trace('#set($x = "a$input.body")\n$x', "b");
  expect(lines.map(({ printed }) => printed)).toEqual([[], ["ab"]]);
});

import { expect, test } from "vitest";
import { answersIn } from "./condition.ts";

const call = (body: string) => ({
  number: 1,
  time: "2026-01-01T00:00:00.000Z",
  kind: "execute",
  method: "GET",
  path: "/test/1",
  status: 200,
  boxes: { methodResponse: { status: 200, headers: [["X-A", "1"]], body } },
});

test.each([
  ['{"n": 1234567890123456789}', { n: 1234567890123456789n }],
  ["true", "true"],
  ["", null],
  ['{"a": 1} {"b": 2}', { a: 1 }],
])("an answer is what Conductor makes of it: %s", (text, body) => {
  const [answer] = answersIn([call(text)], {}, "http://127.0.0.1/test/1");
  expect(answer?.response).toEqual({ statusCode: 200, reasonPhrase: "OK", headers: { "X-A": ["1"] }, body });
});

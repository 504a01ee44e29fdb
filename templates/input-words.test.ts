import { expect, test } from "vitest";
import { readInputWords } from "./input-words.ts";

test("words name parameters, stage variables and parts of $context; a value may hold any character", () => {
  expect(
    readInputWords([
      "path.requestId=a=b",
      "querystring.q=",
      "header.X-A.b=1",
      "stage.env=test",
      "context.identity.sourceIp=10.0.0.1",
      "context.identity.user=ann",
    ]),
  ).toEqual({
    params: { path: { requestId: "a=b" }, querystring: { q: "" }, header: { "X-A.b": "1" } },
    stageVariables: { env: "test" },
    context: { identity: { sourceIp: "10.0.0.1", user: "ann" } },
  });
});

test.each(["requestId=1", "pth.requestId=1", "path.=1", "path.a"])("%s is refused", (word) => {
  expect(() => readInputWords([word])).toThrow(`"${word}" is not an input of a template.`);
});

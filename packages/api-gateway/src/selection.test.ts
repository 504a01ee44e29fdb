import { describe, expect, test } from "vitest";
import { utf8Bytes } from "./bytes.ts";
import { mapResponse } from "./map-response.ts";
import { sampleCall } from "./sample-call.ts";

const uri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

const responseTo = (errorMessage: string, ...patterns: string[]) =>
  mapResponse(
    {
      methodIntegration: {
        type: "AWS",
        uri,
        integrationResponses: Object.fromEntries([
          ["200", { statusCode: "200" }],
          ...patterns.map((selectionPattern, index) => {
            const statusCode = String(500 + index);
            return [statusCode, { statusCode, selectionPattern }];
          }),
        ]),
      },
      methodResponses: { "200": {}, "500": {}, "501": {} },
    },
    sampleCall,
    { status: 200, headers: [], body: utf8Bytes(JSON.stringify({ errorMessage })) },
  );

describe("selection patterns are Java's", () => {
  test.each([
    ["(?s).+", "two\nlines", 500],
    [".+", "two\nlines", 200],
    ["(?i)not found.*", "NOT FOUND: x", 500],
    ["\\p{Upper}\\w*Error.*", "TypeError: x", 500],
    ["\\QTask timed out\\E.*", "Task timed out after 3.00 seconds", 500],
    ["(\\n|.)+", "x\n".repeat(5_000), 500],
    ["[a-z&&[^b]]+", "abc", 200],
    ["a++a", "aaa", 200],
    [".*Error", "an Error and more", 200],
    // A pattern that Java cannot parse matches nothing.
    ["(", "(", 200],
  ])("%s with %j: %i", (pattern, message, status) => {
    expect(responseTo(message, pattern)).toMatchObject({ answer: { status } });
  });

  test("the choice is reported with the text that the patterns were matched against", () => {
    expect(responseTo("NOT FOUND", "x.*", "(?i)not found").choices).toMatchObject({
      selection: { because: "pattern", text: "NOT FOUND", response: { statusCode: "501" } },
      status: "response",
    });
    expect(responseTo("other", "x.*").choices).toMatchObject({ selection: { because: "default" } });
  });

  test("a pattern that backtracks endlessly fails the call, and the error quotes it", () => {
    expect(responseTo("a".repeat(34), "(a+)+b")).toMatchObject({
      failure: {
        responseType: "API_CONFIGURATION_ERROR",
        reason: expect.stringContaining('The selection pattern "(a+)+b" backtracks too much'),
      },
    });
  });
});

import { describe, expect, it } from "vitest";
import { jacksonParseError } from "./jackson-parse-error.ts";

const source = (column: number, line = 1) =>
  `[Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${line}, column: ${column}]`;
const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

describe("Jackson's messages, which Lambda passes on", () => {
  it.each<[string, string, number]>([
    ["hello", `Unrecognized token 'hello': was expecting ${values}`, 6],
    [
      '{"requestId": """"}',
      "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
      17,
    ],
    ['{"requestId": }', "Unexpected character ('}' (code 125)): expected a value", 15],
    ["{id: 1}", "Unexpected character ('i' (code 105)): was expecting double-quote to start field name", 2],
    ['{"a":1,}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name", 8],
    [
      '{"a" 1}',
      "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
      6,
    ],
    ["[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 4],
    ['{"a":01}', "Invalid numeric value: Leading zeroes not allowed", 6],
    ['{"a":"x', "Unexpected end-of-input: was expecting closing quote for a string value", 8],
    ['{"a', "Unexpected end-of-input in field name", 4],
    ['{"a":', "Unexpected end-of-input within/between Object entries", 6],
    ["$input.json('$')", `Unrecognized token '$input': was expecting ${values}`, 7],
    ["'a'", `Unexpected character (''' (code 39)): expected a valid value ${values}`, 1],
    ["%7B", `Unexpected character ('%' (code 37)): expected a valid value ${values}`, 1],
  ])("%s", (text, why, column) => {
    expect(jacksonParseError(Buffer.from(text))).toBe(`${why}\n at ${source(column)}`);
  });

  it("reports where an unclosed object or array began, with its line", () => {
    expect(jacksonParseError(Buffer.from('{"a": [\n1'))).toBe(
      `Unexpected end-of-input: expected close marker for Array (start marker at ${source(7)})\n at ${source(2, 2)}`,
    );
    expect(jacksonParseError(Buffer.from('{"a": [1}'))).toBe(
      `Unexpected close marker '}': expected ']' (for Array starting at ${source(7)})\n at ${source(9)}`,
    );
  });

  it("returns undefined for valid JSON", () => {
    for (const text of ['{"a":[1,-2.5e+3,{"é":"\\u00e9\\n"},null,true,[],{}]}', '""', " 0 "])
      expect(jacksonParseError(Buffer.from(text))).toBeUndefined();
  });

  it("returns a message for any bytes", () => {
    for (let seed = 1; seed < 400; seed++) {
      const bytes = Buffer.from(
        Array.from({ length: seed % 23 }, (_, at) => (seed * 7919 + at * 104729) % 256),
      );
      const why = jacksonParseError(bytes);
      expect(why === undefined || why.includes("\n at [Source: ")).toBe(true);
    }
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { isJavaDouble, javaDouble, parseJson, stringifyJson } from "./json.ts";

it.each([
  "1234567890123456789",
  "-9007199254740993",
  "123456789012345678901234567890",
  "12345.0",
  "[1.0,2,1.5,1.0E10,-0.0]",
  '{"a":{"b":[1234567890123456789,"1234567890123456789"]},"12345678901234567":"1.0, 2.0"}',
  '["a \\"12345678901234567\\" b",12345678901234567]',
  '{"__proto__":12345678901234567}',
])("keeps %s", (text) => {
  expect(stringifyJson(parseJson(text))).toBe(text);
});

it.each([
  ["1e3", "1000.0"],
  ["1.50", "1.5"],
  ["10000000000.00", "1.0E10"],
  ["9007199254740991", "9007199254740991"],
])("reads %s as Java does: %s", (text, expected) => {
  expect(stringifyJson(parseJson(text))).toBe(expected);
});

it.each([
  '{1234567890123456789:"a"}',
  "[12345678901234567 1]",
  "[1234567890123456789x]",
  "[12345678901234567.]",
  "[012345678901234567]",
  '{"a":12345678901234567',
])("rejects %s as JSON.parse does", (text) => {
  const words = (parse: (text: string) => unknown): string => {
    try {
      return JSON.stringify(parse(text));
    } catch (error) {
      return String(error);
    }
  };
  expect(words(parseJson)).toBe(words(JSON.parse));
});

it("is JSON.parse and JSON.stringify for everything else", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const numbers = /\d{16}|\d[eE.]/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, ""));
      fc.pre(!numbers);
      expect(parseJson(text)).toEqual(JSON.parse(text));
      expect(stringifyJson(JSON.parse(text))).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

it("reads 1.0 as a Double", () => {
  const double = parseJson("5.0");
  expect([isJavaDouble(double), Number(double), String(double)]).toEqual([true, 5, "5.0"]);
  expect(javaDouble(1.5)).toBe(1.5);
});

it("reads a text of megabytes that has such a number in it", () => {
  const long = "x".repeat(8_000_000);
  expect(parseJson(`{"a":"${long}","n":1234567890123456789}`)).toEqual({ a: long, n: 1234567890123456789n });
});

import { newMeter } from "@long-running-api/jsonpath/meter";
import { expect, test } from "vitest";
import { schemaErrors } from "./json-schema.ts";

const person = {
  type: "object",
  required: ["name", "age"],
  properties: {
    name: { type: "string", minLength: 2, pattern: "^[a-z]+$" },
    age: { type: "integer", minimum: 0, maximum: 150 },
    pet: { enum: ["cat", "dog"] },
    weights: { type: "array", items: { type: "number" }, minItems: 1, uniqueItems: true },
    friend: { $ref: "#/self" },
  },
  additionalProperties: false,
};

const errors = (value: unknown, schema: Record<string, unknown> = person) =>
  schemaErrors(schema, value, () => person, newMeter());

test("a valid value has no errors", () => {
  const ada = { name: "ada", age: 36, pet: "cat", weights: [1, 2.5] };
  expect(errors({ ...ada, friend: ada })).toEqual([]);
});

test.each([
  [{}, 'object has missing required properties (["age","name"])'],
  ["x", 'instance type (string) does not match any allowed primitive type (allowed: ["object"])'],
  [
    { name: "ada", age: 1.5 },
    'instance type (number) does not match any allowed primitive type (allowed: ["integer"])',
  ],
  [{ name: "ada", age: -1 }, "numeric instance is lower than the required minimum (minimum: 0, found: -1)"],
  [
    { name: "ada", age: 200 },
    "numeric instance is greater than the required maximum (maximum: 150, found: 200)",
  ],
  [{ name: "a", age: 1 }, 'string "a" is too short (length: 1, required minimum: 2)'],
  [{ name: "ADA", age: 1 }, 'ECMA 262 regex "^[a-z]+$" does not match input string "ADA"'],
  [
    { name: "ada", age: 1, pet: "eel" },
    'instance value ("eel") not found in enum (possible values: ["cat","dog"])',
  ],
  [
    { name: "ada", age: 1, weights: [] },
    "array is too short: must have at least 1 elements but instance has 0 elements",
  ],
  [{ name: "ada", age: 1, weights: [1, 1] }, "array must not contain duplicate elements"],
  [
    { name: "ada", age: 1, x: 1 },
    'object instance has properties which are not allowed by the schema: ["x"]',
  ],
  [{ name: "ada", age: 1, friend: {} }, 'object has missing required properties (["age","name"])'],
])("%j", (value, message) => {
  expect(errors(value)).toEqual([message]);
});

test("a number may be an integer", () => {
  expect(errors(1, { type: "number" })).toEqual([]);
});

test("combinations", () => {
  expect(errors(1, { oneOf: [{ type: "number" }, { type: "integer" }] })).toEqual([
    "instance failed to match exactly one schema (matched 2 out of 2)",
  ]);
  expect(errors("x", { anyOf: [{ type: "number" }, { type: "null" }] })).toEqual([
    "instance failed to match at least one required schema among 2",
  ]);
  expect(errors(1, { allOf: [{ minimum: 2 }], not: { type: "integer" } })).toHaveLength(2);
});

test("validation against an endlessly self-referring schema ends", () => {
  const loop = { $ref: "#" };
  expect(schemaErrors(loop, {}, () => loop, newMeter())).toEqual([]);
});

import { charge, type Meter } from "@long-running-api/jsonpath/meter";
import { find } from "@long-running-api/jsonpath/regex";
import { ecmaPatternOf } from "./ecma-pattern.ts";

// JSON Schema draft 4 as API Gateway's request validation uses it, with the messages of AWS's validator.

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** The context in which a schema is evaluated. */
export interface SchemaScope {
  /** The schema that a `$ref` names. */
  resolve(reference: string): Schema | undefined;
  /** Levels left to descend: schemas may refer to themselves. */
  depth: number;
  meter: Meter;
}

const depthMax = 64;

/** Every way in which a value violates a schema, as messages. */
export function schemaErrors(
  schema: Schema,
  value: unknown,
  resolve: SchemaScope["resolve"],
  meter: Meter,
): string[] {
  return check(schema, value, { resolve, depth: depthMax, meter });
}

function check(schema: Schema, value: unknown, scope: SchemaScope): string[] {
  if (scope.depth === 0) return [];
  charge(scope.meter, 10);
  const inner = { ...scope, depth: scope.depth - 1 };
  if (typeof schema["$ref"] === "string") {
    const target = scope.resolve(schema["$ref"]);
    return target ? check(target, value, inner) : [];
  }
  return [
    ...typeErrors(schema, value),
    ...enumErrors(schema, value),
    ...combinationErrors(schema, value, inner),
    ...(typeof value === "string" ? stringErrors(schema, value, scope) : []),
    ...(typeof value === "number" ? numberErrors(schema, value) : []),
    ...(Array.isArray(value) ? arrayErrors(schema, value, inner) : []),
    ...(isObject(value) ? objectErrors(schema, value, inner) : []),
  ];
}

function typeErrors({ type }: Schema, value: unknown): string[] {
  if (type === undefined) return [];
  const wanted = (Array.isArray(type) ? type : [type]).map(String);
  const allowed = wanted.includes("number") ? [...new Set([...wanted, "integer"])] : wanted;
  const seen = typeOf(value);
  if (allowed.includes(seen)) return [];
  const list = JSON.stringify(allowed.sort());
  return [`instance type (${seen}) does not match any allowed primitive type (allowed: ${list})`];
}

function enumErrors(schema: Schema, value: unknown): string[] {
  const allowed = schema["enum"];
  if (!Array.isArray(allowed) || allowed.some((item) => same(item, value))) return [];
  return [
    `instance value (${JSON.stringify(value)}) not found in enum (possible values: ${JSON.stringify(allowed)})`,
  ];
}

function combinationErrors(schema: Schema, value: unknown, scope: SchemaScope): string[] {
  const matches = (candidate: Schema) => check(candidate, value, scope).length === 0;
  const [all, any, one] = [schemas(schema["allOf"]), schemas(schema["anyOf"]), schemas(schema["oneOf"])];
  const matched = one.filter(matches).length;
  return [
    ...all.flatMap((candidate) => check(candidate, value, scope)),
    ...(any.length > 0 && !any.some(matches)
      ? [`instance failed to match at least one required schema among ${any.length}`]
      : []),
    ...(one.length > 0 && matched !== 1
      ? [`instance failed to match exactly one schema (matched ${matched} out of ${one.length})`]
      : []),
    ...(isObject(schema["not"]) && matches(schema["not"])
      ? ["instance matched a schema which it should not have"]
      : []),
  ];
}

function stringErrors(
  { minLength, maxLength, pattern }: Schema,
  value: string,
  scope: SchemaScope,
): string[] {
  const length = [...value].length;
  return [
    ...(typeof minLength === "number" && length < minLength
      ? [`string ${JSON.stringify(value)} is too short (length: ${length}, required minimum: ${minLength})`]
      : []),
    ...(typeof maxLength === "number" && length > maxLength
      ? [`string ${JSON.stringify(value)} is too long (length: ${length}, maximum allowed: ${maxLength})`]
      : []),
    ...(typeof pattern === "string" && !fits(pattern, value, scope)
      ? [`ECMA 262 regex ${JSON.stringify(pattern)} does not match input string ${JSON.stringify(value)}`]
      : []),
  ];
}

function numberErrors(schema: Schema, value: number): string[] {
  const { minimum, maximum, multipleOf, exclusiveMinimum, exclusiveMaximum } = schema;
  return [
    ...(typeof minimum === "number" && (value < minimum || (exclusiveMinimum === true && value === minimum))
      ? [`numeric instance is lower than the required minimum (minimum: ${minimum}, found: ${value})`]
      : []),
    ...(typeof maximum === "number" && (value > maximum || (exclusiveMaximum === true && value === maximum))
      ? [`numeric instance is greater than the required maximum (maximum: ${maximum}, found: ${value})`]
      : []),
    ...(typeof multipleOf === "number" && multipleOf > 0 && !Number.isInteger(value / multipleOf)
      ? [`remainder of division is not zero (${value} and ${multipleOf})`]
      : []),
  ];
}

function arrayErrors(
  { items, minItems, maxItems, uniqueItems }: Schema,
  value: unknown[],
  scope: SchemaScope,
): string[] {
  const distinct = new Set(value.map((item) => JSON.stringify(item))).size;
  return [
    ...(typeof minItems === "number" && value.length < minItems
      ? [
          `array is too short: must have at least ${minItems} elements but instance has ${value.length} elements`,
        ]
      : []),
    ...(typeof maxItems === "number" && value.length > maxItems
      ? [
          `array is too long: must have at most ${maxItems} elements but instance has ${value.length} elements`,
        ]
      : []),
    ...(uniqueItems === true && distinct < value.length ? ["array must not contain duplicate elements"] : []),
    ...value.flatMap((item, index) => {
      const schema = Array.isArray(items) ? items[index] : items;
      return isObject(schema) ? check(schema, item, scope) : [];
    }),
  ];
}

function objectErrors(schema: Schema, value: Schema, scope: SchemaScope): string[] {
  const { required, minProperties, maxProperties } = schema;
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const missing = Array.isArray(required)
    ? required.map(String).filter((name) => !Object.hasOwn(value, name))
    : [];
  const count = Object.keys(value).length;
  return [
    ...(missing.length > 0
      ? [`object has missing required properties (${JSON.stringify(missing.sort())})`]
      : []),
    ...(typeof minProperties === "number" && count < minProperties
      ? [`object has too few properties (found ${count} but schema requires at least ${minProperties})`]
      : []),
    ...(typeof maxProperties === "number" && count > maxProperties
      ? [`object has too many properties (found ${count} but schema requires at most ${maxProperties})`]
      : []),
    ...additionalErrors(schema, value, scope),
    ...Object.entries(properties).flatMap(([name, property]) =>
      isObject(property) && Object.hasOwn(value, name) ? check(property, value[name], scope) : [],
    ),
  ];
}

function additionalErrors(schema: Schema, value: Schema, scope: SchemaScope): string[] {
  const additional = schema["additionalProperties"];
  if (additional === undefined || additional === true) return [];
  const known = isObject(schema["properties"]) ? schema["properties"] : {};
  const patterns = isObject(schema["patternProperties"]) ? Object.keys(schema["patternProperties"]) : [];
  const others = Object.keys(value).filter(
    (name) => !Object.hasOwn(known, name) && !patterns.some((pattern) => fits(pattern, name, scope)),
  );
  if (isObject(additional)) return others.flatMap((name) => check(additional, value[name], scope));
  if (others.length === 0) return [];
  return [
    `object instance has properties which are not allowed by the schema: ${JSON.stringify(others.sort())}`,
  ];
}

function schemas(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** An invalid pattern matches everything: it is not the client's mistake. */
function fits(pattern: string, text: string, { meter }: SchemaScope): boolean {
  const parsed = ecmaPatternOf(pattern);
  return !parsed || find(parsed, text, 0, meter) !== undefined;
}

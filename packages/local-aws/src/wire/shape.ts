import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../action.ts";

/** Converts a client's JSON to an action's input type; unknown members are dropped. */
export function fromJson(schema: NormalizedSchema, wire: unknown, at = ""): unknown {
  if (wire === null || wire === undefined) return undefined;
  if (schema.isStructSchema()) return structFromJson(schema, wire, at);
  if (schema.isListSchema()) {
    if (!Array.isArray(wire)) throw unexpected(at, "a list", wire);
    return wire.map((item, index) => fromJson(schema.getValueSchema(), item, `${at}[${index}]`));
  }
  if (schema.isMapSchema()) {
    const entries = Object.entries(record(wire, at));
    return Object.fromEntries(
      entries.map(([key, value]) => [key, fromJson(schema.getValueSchema(), value, `${at}.${key}`)]),
    );
  }
  if (schema.isBlobSchema()) return Buffer.from(text(wire, at), "base64");
  if (schema.isTimestampSchema())
    return typeof wire === "number" ? new Date(wire * 1000) : new Date(text(wire, at));
  if (schema.isStringSchema()) return text(wire, at);
  if (schema.isBooleanSchema()) {
    if (typeof wire !== "boolean") throw unexpected(at, "a boolean", wire);
    return wire;
  }
  if (schema.isNumericSchema()) {
    if (typeof wire !== "number") throw unexpected(at, "a number", wire);
    return wire;
  }
  return wire;
}

/** Converts an action's output to JSON for the client: times as epoch seconds, blobs as base64. */
export function toJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema()) {
    const source = value as Record<string, unknown>;
    const wire: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      if (source[name] !== undefined) wire[wireName(name, member)] = toJson(member, source[name]);
    }
    return wire;
  }
  if (schema.isListSchema()) return (value as unknown[]).map((item) => toJson(schema.getValueSchema(), item));
  if (schema.isMapSchema()) {
    const entries = Object.entries(value as Record<string, unknown>);
    // API Gateway returns null for an emptied entry; elsewhere null is the same as undefined.
    return Object.fromEntries(
      entries.map(([key, item]) => [key, item === null ? null : toJson(schema.getValueSchema(), item)]),
    );
  }
  if (value instanceof Date) return timestamp(schema, value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return value;
}

/** The name of a member on the wire. */
export function wireName(name: string, member: NormalizedSchema): string {
  const { jsonName } = member.getMergedTraits();
  return typeof jsonName === "string" ? jsonName : name;
}

const schemaDateTime = 5; // Smithy's numbers for @timestampFormat: 5 date-time, 6 http-date, 7 epoch-seconds

/** A time in its member's format; JSON's default is epoch seconds. */
export function timestamp(schema: NormalizedSchema, date: Date): string | number {
  return schema.getSchema() === schemaDateTime ? date.toISOString() : date.getTime() / 1000;
}

function structFromJson(schema: NormalizedSchema, wire: unknown, at: string): Record<string, unknown> {
  const source = record(wire, at);
  const value: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const key = wireName(name, member);
    const seen = Object.hasOwn(source, key) ? source[key] : undefined;
    const converted = fromJson(member, seen, at ? `${at}.${key}` : key);
    if (converted !== undefined) value[name] = converted;
  }
  return value;
}

function record(wire: unknown, at: string): Record<string, unknown> {
  if (typeof wire !== "object" || wire === null || Array.isArray(wire))
    throw unexpected(at, "an object", wire);
  return wire as Record<string, unknown>;
}

function text(wire: unknown, at: string): string {
  if (typeof wire === "string") return wire;
  // The error of AWS's front end (recorded).
  if (typeof wire === "boolean" || typeof wire === "number") {
    const java =
      typeof wire === "boolean"
        ? "java.lang.Boolean"
        : "com.amazon.coral.value.json.numbers.TruncatingBigNumber";
    throw new AwsError("SerializationException", `class ${java} can not be converted to an String`);
  }
  throw unexpected(at, "a string", wire);
}

function unexpected(at: string, wanted: string, seen: unknown): AwsError {
  const kind = Array.isArray(seen) ? "a list" : seen === null ? "null" : `a ${typeof seen}`;
  return new AwsError(
    "SerializationException",
    `${at || "The request body"} must be ${wanted}, not ${kind}.`,
  );
}

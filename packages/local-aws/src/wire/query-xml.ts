import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../action.ts";
import type { Operation, Wire } from "./wire.ts";

/** awsQuery: IAM and STS. Requests are forms, responses are XML. */
export function queryXml(operations: ReadonlyMap<string, Operation>, xmlNamespace: string): Wire {
  return {
    decode(request) {
      const form =
        request.body.length > 0 ? new URLSearchParams(request.body.toString("utf8")) : request.query;
      const name = form.get("Action") ?? "";
      const operation = operations.get(name);
      if (!operation)
        throw new AwsError(
          "InvalidAction",
          `Could not find operation ${name} for version ${form.get("Version") ?? ""}`,
        );
      return {
        operation: name,
        input: (structFrom(operation.input, nest(form)) ?? {}) as Record<string, unknown>,
      };
    },
    encode(operation, output, { requestId }) {
      const result = operation.output.isUnitSchema()
        ? ""
        : `<${operation.name}Result>${structXml(operation.output, output ?? {})}</${operation.name}Result>`;
      const body = `<${operation.name}Response xmlns="${xmlNamespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`;
      return { status: 200, headers: { "Content-Type": "text/xml" }, body };
    },
    error: (error, requestId) => ({
      status: error.status,
      headers: { "Content-Type": "text/xml" },
      body: `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${error.status < 500 ? "Sender" : "Receiver"}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    }),
  };
}

/** `Tags.member.1.Key=a` as nested maps. */
type Nested = Map<string, Nested | string>;

function nest(form: URLSearchParams): Nested {
  const root: Nested = new Map();
  for (const [key, value] of form) {
    let node = root;
    const parts = key.split(".");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      let child = node.get(part);
      if (!(child instanceof Map)) {
        child = new Map();
        node.set(part, child);
      }
      node = child;
    }
    node.set(last, value);
  }
  return root;
}

function from(schema: NormalizedSchema, wire: Nested | string | undefined): unknown {
  if (wire === undefined) return undefined;
  if (schema.isStructSchema()) return structFrom(schema, wire);
  if (schema.isListSchema()) return listFrom(schema, wire);
  if (schema.isMapSchema()) return mapFrom(schema, wire);
  const text = typeof wire === "string" ? wire : "";
  if (schema.isBooleanSchema()) return text === "true";
  if (schema.isNumericSchema()) return Number(text);
  if (schema.isTimestampSchema()) return new Date(text);
  if (schema.isBlobSchema()) return Buffer.from(text, "base64");
  return text;
}

function structFrom(schema: NormalizedSchema, wire: Nested | string): unknown {
  if (typeof wire === "string" || schema.isUnitSchema()) return undefined;
  const value: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const converted = from(member, wire.get(xmlName(name, member)));
    if (converted !== undefined) value[name] = converted;
  }
  return value;
}

function listFrom(schema: NormalizedSchema, wire: Nested | string): unknown[] {
  if (typeof wire === "string") return [];
  const member = wire.get("member");
  const items = member instanceof Map ? member : wire;
  const numbers = [...items.keys()]
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
  return numbers.map((number) => from(schema.getValueSchema(), items.get(String(number))));
}

function mapFrom(schema: NormalizedSchema, wire: Nested | string): Record<string, unknown> {
  if (typeof wire === "string") return {};
  const entry = wire.get("entry");
  const value: Record<string, unknown> = {};
  for (const item of entry instanceof Map ? entry.values() : []) {
    if (item instanceof Map)
      value[String(item.get("key"))] = from(schema.getValueSchema(), item.get("value"));
  }
  return value;
}

function xml(schema: NormalizedSchema, value: unknown): string {
  if (schema.isStructSchema()) return structXml(schema, value as object);
  if (schema.isListSchema()) {
    const name = listMemberName(schema);
    return (value as unknown[])
      .map((item) => `<${name}>${xml(schema.getValueSchema(), item)}</${name}>`)
      .join("");
  }
  if (schema.isMapSchema()) {
    return Object.entries(value as object)
      .map(
        ([key, item]) =>
          `<entry><key>${escapeXml(key)}</key><value>${xml(schema.getValueSchema(), item)}</value></entry>`,
      )
      .join("");
  }
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, "Z");
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return escapeXml(String(value));
}

function structXml(schema: NormalizedSchema, value: object): string {
  let text = "";
  for (const [name, member] of schema.structIterator()) {
    const item = (value as Record<string, unknown>)[name];
    if (item === undefined || item === null) continue;
    const tag = xmlName(name, member);
    text += `<${tag}>${xml(member, item)}</${tag}>`;
  }
  return text;
}

function xmlName(name: string, member: NormalizedSchema): string {
  const own = member.getMemberTraits().xmlName;
  return typeof own === "string" ? own : name;
}

function listMemberName(schema: NormalizedSchema): string {
  const own = schema.getValueSchema().getMemberTraits().xmlName;
  return typeof own === "string" ? own : "member";
}

/** Text within an element. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

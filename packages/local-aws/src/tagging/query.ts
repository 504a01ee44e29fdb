import { isObject } from "@long-running-api/foundation/objects";
import { arnParts } from "@long-running-api/iam/arn";
import { AwsError } from "../action.ts";
import type { Tagged } from "./tagged.ts";

export interface Query {
  start: number;
  resourcesPerPage: number;
  /** All must match; a filter without values matches the key alone. */
  filters: readonly { key: string; values: readonly string[] }[];
  /** `lambda` or `lambda:function`. */
  types: readonly string[];
  arns: readonly string[];
  key: string;
}

/** The request of any of the operations. */
export function readQuery(body: Buffer): Query {
  const input = parse(body);
  const perPage = input["ResourcesPerPage"] ?? 50;
  if (typeof perPage !== "number" || perPage < 1 || perPage > 100)
    throw invalid("ResourcesPerPage must be between 1 and 100");
  const token = input["PaginationToken"];
  const start = typeof token === "string" && token !== "" ? positionIn(token) : 0;
  return {
    start,
    resourcesPerPage: perPage,
    filters: list(input["TagFilters"]).map((filter) => {
      const { Key, Values } = (filter ?? {}) as { Key?: unknown; Values?: unknown };
      if (typeof Key !== "string" || Key === "") throw invalid("A tag filter needs a Key");
      return { key: Key, values: list(Values).map(String) };
    }),
    types: list(input["ResourceTypeFilters"]).map(String),
    arns: list(input["ResourceARNList"]).map(String),
    key: typeof input["Key"] === "string" ? input["Key"] : "",
  };
}

export function filterResources(resources: readonly Tagged[], query: Query): Tagged[] {
  return resources.filter(
    ({ arn, tags }) =>
      (query.arns.length === 0 || query.arns.includes(arn)) &&
      (query.types.length === 0 || query.types.some((type) => isOfType(arn, type))) &&
      query.filters.every(({ key, values }) =>
        tags.some(({ Key, Value }) => Key === key && (values.length === 0 || values.includes(Value))),
      ),
  );
}

function isOfType(arn: string, type: string): boolean {
  const { service, resource } = arnParts(arn);
  const kind = resource.split(/[/:]/).find((part) => part !== "");
  return type === service || type === `${service}:${kind}`;
}

function positionIn(token: string): number {
  const position = Number(Buffer.from(token, "base64url").toString("utf8"));
  if (!Number.isSafeInteger(position) || position < 0)
    throw new AwsError(
      "PaginationTokenExpiredException",
      "The PaginationToken was not issued by this cloud.",
    );
  return position;
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = JSON.parse(body.toString("utf8") || "{}");
    if (isObject(input)) return input;
  } catch {
    // Rejected below, like any other body that is not an object.
  }
  throw new AwsError("SerializationException", "The request body is not a JSON object.");
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid("A list was expected");
  return value;
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

import type { Need } from "../action.ts";

export interface Place {
  region: string;
  accountId: string;
}

export function tableArn(name: string, { region, accountId }: Place): string {
  return `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
}

/** A table's name, from a name or an ARN. */
export function nameOf(tableOrArn: unknown): string {
  const text = typeof tableOrArn === "string" ? tableOrArn : "";
  return /^arn:aws:dynamodb:[^:]*:[^:]*:table\/([^/]+)/.exec(text)?.[1] ?? text;
}

/** The permissions of an operation: on each table it names, or on the index it reads. */
export function needsOf(operation: string, input: Record<string, unknown>, place: Place): Need[] {
  const resources = resourcesOf(operation, input, place);
  const need = { action: `dynamodb:${operation}`, resources };
  const tags = operation === "CreateTable" && Array.isArray(input["Tags"]) && input["Tags"].length > 0;
  return tags ? [need, { action: "dynamodb:TagResource", resources }] : [need];
}

function resourcesOf(operation: string, input: Record<string, unknown>, place: Place): string[] {
  if (operation === "DescribeEndpoints" || operation === "DescribeLimits") return ["*"];
  if (operation === "ListTables") return [tableArn("*", place)];
  if (typeof input["ResourceArn"] === "string") return [input["ResourceArn"]];
  const { RequestItems: items } = input;
  if (operation.startsWith("Batch") && typeof items === "object" && items !== null)
    return Object.keys(items).map((name) => tableArn(nameOf(name), place));
  const table = tableArn(nameOf(input["TableName"]), place);
  const index = input["IndexName"];
  return [typeof index === "string" && index !== "" ? `${table}/index/${index}` : table];
}

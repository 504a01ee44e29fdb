import type { Context } from "../action.ts";
import { complaint } from "../complaint.ts";
import { invalid, notFound, validation } from "./errors.ts";
import { locate } from "./names.ts";
import { type FunctionRecord, type Functions, requireFunction } from "./store.ts";

const tagsMax = 50;

/** Rejects too many tags. */
export function requireTags(tags: Record<string, string>): void {
  if (Object.keys(tags).length > tagsMax) throw invalid("Number of tags exceeds resource tag limit.");
}

const resourcePattern = String.raw`arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)`;

const others = [
  ["event-source-mapping", "Event source mapping"],
  ["capacity-provider", "Capacity provider"],
  ["code-signing-config", "Code signing config"],
  ["layer", "Layer"],
] as const;

/** The function that a tag request names by its ARN. */
export function requireTagged(
  resource: string | undefined,
  store: Functions,
  context: Context,
): Readonly<FunctionRecord> {
  const arn = resource ?? "";
  if (!new RegExp(`^${resourcePattern}$`).test(arn)) {
    const constraint = `Member must satisfy regular expression pattern: ${resourcePattern}`;
    throw validation([complaint(`'${arn}'`, "resource", constraint)]);
  }
  const other = others.find(([kind]) => arn.includes(`:${kind}:`));
  if (other) throw notFound(`${other[1]} not found: ${arn}`); // none of these can be created here
  const { name, qualifier } = locate(arn, undefined, context);
  if (qualifier !== undefined)
    throw invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  return requireFunction(store, context, name);
}

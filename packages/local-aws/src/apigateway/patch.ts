import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { unescapePointer } from "@long-running-api/api-gateway/json-pointer";
import type { AwsError } from "../action.ts";
import { badRequest, invalid, notFound, notInEnum } from "./errors.ts";

// Updates of API Gateway are JSON patches: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html

export type Op = "add" | "remove" | "replace" | "move" | "test" | "copy";

/** One operation, its path's variable part unescaped. */
export interface Patch {
  op: Op;
  path: string;
  /** The text that matched `*` in the rule's path. */
  name: string;
  value: string | undefined;
  from: string | undefined;
}

/** A patch rule: a path (`*` for one segment), its operations, and their effects. */
export interface Rule<T> {
  path: string;
  ops: readonly Op[];
  apply(draft: T, patch: Patch): void;
}

/** A resource type's errors for an unknown path or operation. */
export interface Refusals<T> {
  path(patch: Patch, rules: readonly Rule<T>[]): AwsError;
  op(patch: Patch, rule: Rule<T>): AwsError;
}

const ops = ["add", "remove", "move", "test", "replace", "copy"];

/** The errors for operations that AWS's front end does not know. */
export function unknownOps(operations: readonly PatchOperation[] | undefined, input: string): string[] {
  return (operations ?? []).flatMap(({ op }, index) =>
    op !== undefined && ops.includes(op)
      ? []
      : [notInEnum(`${input}.patchOperations.${index + 1}.member.op`, op ?? "", ops)],
  );
}

/** Rejects operations that AWS's front end does not know. */
export function checkOps(operations: readonly PatchOperation[] | undefined, input: string): void {
  const failures = unknownOps(operations, input);
  if (failures.length > 0) throw invalid(failures);
}

/** Applies all operations to a draft; throws at the first invalid one. */
export function applyPatch<T>(
  draft: T,
  operations: readonly PatchOperation[] | undefined,
  rules: readonly Rule<T>[],
  refusals: Refusals<T> = plainRefusals,
): void {
  for (const { op = "replace", path, value, from } of operations ?? []) {
    const patch: Patch = { op, path: path ?? "null", name: "", value, from };
    const rule = rules.find((candidate) => matches(candidate.path, patch));
    if (!rule) throw refusals.path(patch, rules);
    if (!rule.ops.includes(patch.op)) throw refusals.op(patch, rule);
    rule.apply(draft, patch);
  }
}

/** The errors of methods, integrations and APIs. */
export const plainRefusals: Refusals<never> = {
  path: ({ path }) => badRequest(`Invalid patch path ${path}`),
  op: (_, { ops: known }) =>
    badRequest(
      known.length === 1
        ? `Invalid patch operation specified. Must be one of: [${known.join(", ")}]`
        : `Invalid patch operation specified. Must be ${known.map((op) => `'${op}'`).join("|")}`,
    ),
};

/** The errors of resources, models, validators and keys. */
export const listingRefusals: Refusals<never> = {
  path: (patch, rules) => {
    const known = rules.filter(({ ops: allowed }) => allowed.includes(patch.op)).map(({ path }) => path);
    const rest =
      known.length === 0 ? "Please choose supported operations" : `Must be one of: [${known.join(", ")}]`;
    return badRequest(`Invalid patch path  '${patch.path}' specified for op '${patch.op}'. ${rest}`);
  },
  op: (patch) =>
    badRequest(
      `Invalid patch path  '${patch.path}' specified for op '${patch.op}'. Please choose supported operations`,
    ),
};

/** A text member; an empty value removes it. */
export function textRule<T extends object>(
  member: keyof T & string,
  allowed: readonly Op[] = ["replace"],
): Rule<T> {
  return {
    path: `/${member}`,
    ops: allowed,
    apply: (draft, { op, value }) => set(draft, member, op === "remove" || !value ? undefined : value),
  };
}

/** A boolean member; only the text "true" is true. */
export function flagRule<T extends object>(member: keyof T & string): Rule<T> {
  return {
    path: `/${member}`,
    ops: ["replace"],
    apply: (draft, { value }) => set(draft, member, value?.toLowerCase() === "true"),
  };
}

/** The entries of a map. */
export function mapRule<T extends object>(
  member: keyof T & string,
  { parse = (value) => value, missing }: { parse?(value: string): unknown; missing: string },
): Rule<T> {
  return {
    path: `/${member}/*`,
    ops: ["add", "remove", "replace"],
    apply(draft, { op, name, value = "" }) {
      const map: Record<string, unknown> = { ...(draft[member] as Record<string, unknown> | undefined) };
      if (op !== "add" && !Object.hasOwn(map, name)) throw notFound(missing);
      if (op === "remove") delete map[name];
      else map[name] = parse(value);
      set(draft, member, Object.keys(map).length === 0 ? undefined : map);
    },
  };
}

/** The items of a list that is patched like a map: `/binaryMediaTypes/image~1png`. */
export function listRule<T extends object>(member: keyof T & string): Rule<T> {
  return {
    path: `/${member}/*`,
    ops: ["add", "remove", "replace"],
    apply(draft, { op, name, value }) {
      const list = ((draft[member] as string[] | undefined) ?? []).filter((item) => item !== name);
      if (op === "add") list.push(name);
      if (op === "replace" && value) list.push(value);
      set(draft, member, list.length === 0 ? undefined : list);
    },
  };
}

/** Sets or removes a member. */
export function set<T extends object>(draft: T, member: keyof T & string, value: unknown): void {
  if (value === undefined) delete draft[member];
  else Object.assign(draft, { [member]: value });
}

function matches(rulePath: string, patch: Patch): boolean {
  const wanted = rulePath.split("/");
  const seen = patch.path.split("/");
  if (wanted.length !== seen.length) return false;
  const star = wanted.indexOf("*");
  if (!wanted.every((part, index) => part === "*" || part === seen[index])) return false;
  patch.name = star < 0 ? "" : unescapePointer(seen[star] ?? "");
  return true;
}

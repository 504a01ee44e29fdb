import { oneComplaint } from "../complaint.ts";
import { validationError } from "./errors.ts";
import type { Tag } from "./store.ts";

type NameOf = "roleName" | "userName" | "policyName";
const lengthMax: Readonly<Record<NameOf, number>> = { roleName: 64, userName: 64, policyName: 128 };

/** A valid IAM name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function requireName(value: string | undefined, at: NameOf): string {
  if (value === undefined) throw constraint(undefined, at, "Member must not be null");
  if (value.length < 1) throw constraint(value, at, "Member must have length greater than or equal to 1");
  if (value.length > lengthMax[at])
    throw constraint(value, at, `Member must have length less than or equal to ${lengthMax[at]}`);
  if (!/^[\w+=,.@-]+$/.test(value))
    throw validationError(
      `The specified value for ${at} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  return value;
}

/** `/` or `/learners/ana/`. */
export function requirePath(value: string | undefined): string {
  const path = value ?? "/";
  if (!/^(\/|\/[\x21-\x7e]+\/)$/.test(path) || path.length > 512)
    throw validationError(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  return path;
}

/** A required string member. */
export function requireText(value: string | undefined, at: string): string {
  if (value === undefined || value === "") throw constraint(value, at, "Member must not be null");
  return value;
}

/** The ARN of a policy: checks only its form, not whether it exists. */
export function requirePolicyArn(value: string | undefined): string {
  const arn = requireText(value, "policyArn");
  if (arn.length < 20)
    throw constraint(arn, "policyArn", "Member must have length greater than or equal to 20");
  if (arn.split(":").length < 6) throw validationError("Invalid ARN:  Could not be parsed!");
  if (!/^arn:aws:iam::(aws|\d{12}):policy\/.+$/.test(arn)) throw validationError(`ARN ${arn} is not valid.`);
  return arn;
}

/** A number in a range, e.g. a session's seconds. */
export function requireRange(
  value: number | undefined,
  { at, min, max, usual }: { at: string; min: number; max: number; usual: number },
): number {
  const seen = value ?? usual;
  if (seen < min)
    throw constraint(String(seen), at, `Member must have value greater than or equal to ${min}`);
  if (seen > max) throw constraint(String(seen), at, `Member must have value less than or equal to ${max}`);
  return seen;
}

const tagsMax = 50;

/** A resource's tags after adding `added`. */
export function mergeTags(
  tags: readonly Tag[],
  added: readonly { Key: string | undefined; Value: string | undefined }[] | undefined,
): Tag[] {
  const merged = new Map(tags.map((tag) => [tag.Key, tag.Value]));
  const given = new Set<string>();
  for (const { Key = "", Value = "" } of added ?? []) {
    if (Key === "")
      throw constraint(Key, "tags.1.member.key", "Member must have length greater than or equal to 1");
    if (Key.length > 128 || Value.length > 256)
      throw constraint(Key, "tags.1.member", "Member must have length less than or equal to 256");
    if (/^aws:/i.test(Key))
      throw validationError("Tag keys beginning with 'aws:' are reserved for system use.");
    if (given.has(Key.toLowerCase()))
      throw validationError("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    given.add(Key.toLowerCase());
    merged.set(Key, Value);
  }
  if (merged.size > tagsMax)
    throw validationError(
      `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${tagsMax}`,
    );
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

function constraint(value: string | undefined, at: string, rule: string) {
  return validationError(oneComplaint(value, at, rule));
}

/** The allowed duration of a role's session. */
export function requireSessionSeconds(value: number | undefined): number {
  return requireRange(value, { at: "maxSessionDuration", min: 3600, max: 43_200, usual: 3600 });
}

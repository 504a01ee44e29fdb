import { constraint, notFound } from "./errors.ts";
import type { LogStore } from "./log-store.ts";
import { groupIn } from "./names.ts";
import type { LogGroup } from "./store.ts";

/** The group that an ARN names. */
export function groupOf(resourceArn: string | undefined, logs: LogStore, region: string): Readonly<LogGroup> {
  if (resourceArn === undefined) throw constraint(resourceArn, "resourceArn", "Member must not be null");
  const group = logs.group(region, groupIn(resourceArn));
  if (!group) throw notFound("group");
  return group;
}

export function without(
  tags: Readonly<Record<string, string>>,
  keys: readonly string[] | undefined,
): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys?.includes(key)));
}

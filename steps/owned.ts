import { Problem } from "@long-running-api/foundation/problem";
import { learnerTagKey, type Names, tutorialTag } from "@long-running-api/kit/names";

/** Whether, by its tags, these steps created a resource for this learner. */
export function isOurs(
  tags: Readonly<Record<string, string>> | undefined,
  { learner }: Pick<Names, "learner">,
): boolean {
  return tags?.[tutorialTag.key] === tutorialTag.value && tags[learnerTagKey] === learner;
}

export { correlationId } from "@long-running-api/kit/names";

/** Refuses to change a resource with the same name that these steps did not create. */
export function requireOurs({
  tags,
  names,
  thing,
  option,
}: {
  tags: Readonly<Record<string, string>> | undefined;
  names: Names;
  thing: string;
  option: string;
}): void {
  if (isOurs(tags, names)) return;
  throw new Problem(
    `${thing} exists, but these steps did not create it: it lacks the tag ${tutorialTag.key}=${tutorialTag.value}${names.learner ? ` with ${learnerTagKey}=${names.learner}` : ""}.`,
    {},
    [
      `If you created it by hand, continue with its check. To create another one, choose another name with ${option}.`,
    ],
  );
}

/** AWS's lists of tags as a record; DynamoDB, IAM and Conductor use {Key, Value}. */
export function tagRecord(
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** A record of tags as AWS's list. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

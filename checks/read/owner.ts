import { callbackNames, learnerTagKey, type Names, tutorialTag } from "@long-running-api/kit/names";

/**
 * Who owns a resource, by its tags: `own` has the tags that our steps set for this learner, `foreign` those of
 * another one; a resource created in the console has none, and may belong to anyone.
 */
export function ownerOf(
  tags: Readonly<Record<string, string>>,
  { learner }: Pick<Names, "learner">,
): "own" | "foreign" | "unknown" {
  const tagged = tags[learnerTagKey];
  const ours = tags[tutorialTag.key] === tutorialTag.value;
  if (tagged !== undefined) return tagged === learner ? "own" : "foreign";
  if (!ours) return "unknown";
  return learner === undefined ? "own" : "foreign";
}

/** Conductor OSS has no tags: descriptions of our steps' definitions end with a mark that names the learner. */
export function isMarkedForOther(description: string, { learner }: Pick<Names, "learner">): boolean {
  const found = new RegExp(`\\[${tutorialTag.key}=\\S+?(?: ${learnerTagKey}=(\\S+?))?\\]$`).exec(description);
  return found !== null && found[1] !== learner;
}

/** Whether a name is that of the second method's function, API or workflow, which the tutorial's own steps do not use. */
export function isOfCallback(name: string, names: Names): boolean {
  const { function: functionName, api, workflow } = callbackNames(names);
  return [functionName, api, workflow].includes(name);
}

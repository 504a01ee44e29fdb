import { learnerTagKey, type Names, tutorialTag } from "@long-running-api/kit/names";

/**
 * Whose a thing is, by its tags: `own` carries the tags that our steps give for this learner, `foreign` those of
 * another one; what a console made carries none, and may be anybody's.
 */
export function ownerOf(
  tags: Readonly<Record<string, string>>,
  { learner }: Pick<Names, "learner">,
): "own" | "foreign" | "anybody" {
  const tagged = tags[learnerTagKey];
  const ours = tags[tutorialTag.key] === tutorialTag.value;
  if (tagged !== undefined) return tagged === learner ? "own" : "foreign";
  if (!ours) return "anybody";
  return learner === undefined ? "own" : "foreign";
}

/** Definitions have no tags on Conductor OSS: those of our steps end with a mark, and that names the learner. */
export function isMarkedForOther(description: string, { learner }: Pick<Names, "learner">): boolean {
  const found = new RegExp(`\\[${tutorialTag.key}=\\S+?(?: ${learnerTagKey}=(\\S+?))?\\]$`).exec(description);
  return found !== null && found[1] !== learner;
}

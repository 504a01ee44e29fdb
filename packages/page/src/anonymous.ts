import type { LearnerSeen } from "./documents.ts";

/** Learners under other names, in what was observed too: a message may list the resources of others. */
export function anonymized(
  learners: readonly LearnerSeen[],
  aliasOf: (name: string) => string,
): LearnerSeen[] {
  const names = learners.map(({ name }) => name).sort((one, other) => other.length - one.length);
  // Names have letters, digits and hyphens only.
  const anyName = new RegExp(`(?<![a-z0-9])(?:${names.join("|")})(?![a-z0-9])`, "g");
  return learners.map((learner) => ({
    ...learner,
    name: aliasOf(learner.name),
    ...(learner.first
      ? { first: { ...learner.first, observed: learner.first.observed.replace(anyName, "…") } }
      : {}),
  }));
}

import type { WorkflowDef } from "@long-running-api/conductor/client";
import { learnerTagKey, tutorialTag } from "@long-running-api/kit/names";
import { markedFor } from "../../steps/04-workflow/definition.ts";

/** Whose things are taken away. */
export interface Scope {
  /** For people, e.g. "what learner ann created". */
  title: string;
  /** Whose executions and log groups are looked for, even when nothing else of that learner is there. */
  learner: string | undefined;
  /** On the embedded cloud, which is ours: also what nobody marked. */
  everything: boolean;
  ownsTags(tags: Readonly<Record<string, string>> | undefined): boolean;
  ownsDefinition(definition: Pick<WorkflowDef, "description">): boolean;
}

/** What one learner made; without a name what was made without `--learner`. */
export function scopeOf(learner: string | undefined): Scope {
  return {
    title: learner === undefined ? "what was created without --learner" : `what learner ${learner} created`,
    learner,
    everything: false,
    ownsTags: (tags) => isTutorial(tags) && tags?.[learnerTagKey] === learner,
    ownsDefinition(definition) {
      const owner = markedFor(definition);
      return owner !== undefined && owner.learner === learner;
    },
  };
}

/** What any learner made: whatever carries the tutorial's tag or mark. */
export const everyLearner: Scope = {
  title: "what all learners created",
  learner: undefined,
  everything: false,
  ownsTags: isTutorial,
  ownsDefinition: (definition) => markedFor(definition) !== undefined,
};

/** All there is, whoever made it. */
export const everything: Scope = {
  title: "everything",
  learner: undefined,
  everything: true,
  ownsTags: () => true,
  ownsDefinition: () => true,
};

function isTutorial(tags: Readonly<Record<string, string>> | undefined): boolean {
  return tags?.[tutorialTag.key] === tutorialTag.value;
}

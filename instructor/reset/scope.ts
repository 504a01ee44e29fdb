import type { WorkflowDef } from "@long-running-api/conductor/client";
import { learnerTagKey, tutorialTag } from "@long-running-api/kit/names";
import { markedFor } from "../../steps/04-workflow/definition.ts";

/** What a reset deletes. */
export interface Scope {
  /** For people, e.g. "what learner ann created". */
  title: string;
  /** The learners whose executions and log groups are searched, even if nothing else of theirs exists. */
  learners: readonly (string | undefined)[];
  /** Whether to delete resources without our tags too: only on the embedded cloud. */
  everything: boolean;
  ownsTags(tags: Readonly<Record<string, string>> | undefined): boolean;
  ownsDefinition(definition: Pick<WorkflowDef, "description">): boolean;
}

/** What one learner created; without a name, what was created without `--learner`. */
export function scopeOf(learner: string | undefined): Scope {
  return {
    title: learner === undefined ? "what was created without --learner" : `what learner ${learner} created`,
    learners: [learner],
    everything: false,
    ownsTags: (tags) => isTutorial(tags) && tags?.[learnerTagKey] === learner,
    ownsDefinition(definition) {
      const owner = markedFor(definition);
      return owner !== undefined && owner.learner === learner;
    },
  };
}

/** What all learners created: everything with the tutorial's tag or mark. */
export const everyLearner: Scope = {
  title: "what all learners created",
  learners: [undefined],
  everything: false,
  ownsTags: isTutorial,
  ownsDefinition: (definition) => markedFor(definition) !== undefined,
};

/** Everything, regardless of its creator. */
export const everything: Scope = {
  title: "everything",
  learners: [undefined],
  everything: true,
  ownsTags: () => true,
  ownsDefinition: () => true,
};

function isTutorial(tags: Readonly<Record<string, string>> | undefined): boolean {
  return tags?.[tutorialTag.key] === tutorialTag.value;
}

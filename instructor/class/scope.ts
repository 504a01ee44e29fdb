import type { Scope } from "../reset/scope.ts";
import { scopeOf } from "../reset/scope.ts";
import type { Learner } from "./roster.ts";

/** What the people of a roster created. */
export function scopeOfClass(people: readonly Learner[]): Scope {
  const scopes = people.map(({ learner }) => scopeOf(learner));
  return {
    title: `what the ${people.length} learners of the roster created`,
    learners: people.map(({ learner }) => learner),
    everything: false,
    ownsTags: (tags) => scopes.some((scope) => scope.ownsTags(tags)),
    ownsDefinition: (definition) => scopes.some((scope) => scope.ownsDefinition(definition)),
  };
}

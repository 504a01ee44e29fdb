import type { Target } from "@long-running-api/kit/targets/target";
import type { Pace } from "./pace.ts";
import type { Scope } from "./scope.ts";

/** One resource to delete. */
export interface Leftover {
  /** In words, e.g. "table". */
  kind: string;
  name: string;
  /** AWS accepts few such deletions: the others do not wait for them. */
  slow?: true;
  /** Requests its deletion, which may take a while; a resource that no longer exists is not an error. */
  remove(): Promise<void>;
}

/** Where to search, for whose resources, and what was found before. */
export interface Place {
  target: Target;
  scope: Scope;
  /** Where to search for tables, functions, APIs and log groups. */
  regions: readonly string[];
  seen: Seen;
  /** For deleting APIs. */
  pace: Pace;
  /** Reports a wait. */
  onWait(text: string): void;
}

/** Nothing seen yet, but these learners known. */
export function seenNothing(learners: Iterable<string | undefined>): Seen {
  return { learners: new Set(learners), tables: new Set(), functions: new Set(), definitions: new Set() };
}

/** Kept from one survey to the next: what is found by a name can outlive the resource with that name. */
export interface Seen {
  learners: Set<string | undefined>;
  tables: Set<string>;
  functions: Set<string>;
  definitions: Set<string>;
}

import type { Target } from "@long-running-api/kit/targets/target";
import type { Scope } from "./scope.ts";

/** One resource to delete. */
export interface Leftover {
  /** In words, e.g. "table". */
  kind: string;
  name: string;
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
  /** Reports a wait. */
  onWait(text: string): void;
}

/** Kept from one survey to the next: what is found by a name can outlive the resource with that name. */
export interface Seen {
  learners: Set<string | undefined>;
  tables: Set<string>;
  functions: Set<string>;
  definitions: Set<string>;
}

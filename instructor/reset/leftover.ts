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

/** Where is looked, for whose things, and what was seen there before. */
export interface Place {
  target: Target;
  scope: Scope;
  /** Where tables, functions, APIs and log groups are looked for. */
  regions: readonly string[];
  seen: Seen;
  /** Tells how long something will be waited for. */
  onWait(text: string): void;
}

/** Kept from one look to the next: what hangs on a name can outlive the thing that told the name. */
export interface Seen {
  learners: Set<string | undefined>;
  tables: Set<string>;
  functions: Set<string>;
  definitions: Set<string>;
}

import { createHash } from "node:crypto";
import type { WorkflowDefinition } from "@long-running-api/conductor/definition/model";
import { parseJson, stringifyJson } from "@long-running-api/conductor/json";
import type { Prepare } from "./statements.ts";

/** Snapshots of definitions for executions: equal ones are stored once, on disk and in memory. */
export interface Snapshots {
  /** The identifier of a definition; the definition is written in the current transaction. */
  idOf(definition: WorkflowDefinition): string;
  load(id: string): WorkflowDefinition;
  /** Forgets which snapshots are on disk. */
  forget(): void;
}

const heldMax = 500;

/** Snapshots over a database. */
export function openSnapshots(sql: Prepare): Snapshots {
  let ids = new WeakMap<WorkflowDefinition, string>();
  const held = new Map<string, WorkflowDefinition>();

  return {
    idOf(definition) {
      const known = ids.get(definition);
      if (known !== undefined) return known;
      const text = stringifyJson(definition);
      const id = createHash("sha256").update(text).digest("hex").slice(0, 32);
      sql("INSERT OR IGNORE INTO snapshot (id, body) VALUES (?, ?)").run(id, text);
      ids.set(definition, id);
      return id;
    },
    load(id) {
      const known = held.get(id);
      if (known) return known;
      const { body } = sql("SELECT body FROM snapshot WHERE id = ?").get(id) as { body: string };
      const definition = parseJson(body) as WorkflowDefinition;
      ids.set(definition, id);
      if (held.size >= heldMax) held.clear();
      held.set(id, definition);
      return definition;
    },
    forget() {
      ids = new WeakMap();
    },
  };
}

import type { RunTableCall } from "@long-running-api/page/run/record";
import type { JournalEntry } from "../journal.ts";

const writes = new Set(["PutItem", "UpdateItem", "DeleteItem"]);
const reads = new Set(["GetItem", "Query"]);

/** A function's call of the table for one requestId; undefined for anything else. `at` is in ms since 1970. */
export function tableCallOf(entry: JournalEntry, requestId: string): RunTableCall | undefined {
  const { kind, service, operation, caller, input, status } = entry as Record<string, unknown>;
  if (kind !== "aws" || service !== "dynamodb" || Number(status) >= 400) return undefined;
  if (typeof operation !== "string" || typeof input !== "string") return undefined;
  const purpose = writes.has(operation) ? "write" : reads.has(operation) ? "read" : undefined;
  if (!purpose || !String(caller).includes(":assumed-role/")) return undefined;
  const values = textsIn(input);
  if (!values.includes(requestId)) return undefined;
  const value = purpose === "write" ? values.find((text) => /^[A-Z_]{3,30}$/.test(text)) : undefined;
  return { at: Date.parse(entry.time), purpose, operation, ...(value === undefined ? {} : { value }) };
}

/** The strings among the attribute values of a request, `{"S": "…"}`. */
export function textsIn(input: string): string[] {
  return [...input.matchAll(/\{\s*"S"\s*:\s*("(?:[^"\\]|\\.)*")\s*\}/g)].flatMap(([, text = ""]) => {
    try {
      return [String(JSON.parse(text))];
    } catch {
      return [];
    }
  });
}

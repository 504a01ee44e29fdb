import type { Entry } from "@long-running-api/page/source";
import type { JournalEntry } from "./journal.ts";

/** The details that a list needs; bodies, templates and logs are read when a request is opened. */
const kept = [
  "requestId",
  "apiId",
  "stage",
  "method",
  "path",
  "resourcePath",
  "status",
  "ms",
  "service",
  "operation",
  "error",
  "functionArn",
  "name",
  "message",
] as const;

const textCharactersMax = 300;

/** A journal entry as the page lists it. */
export function slim({ number, time, kind, ...details }: JournalEntry): Entry {
  const entry: Record<string, unknown> = {};
  for (const name of kept) {
    const value = details[name];
    if (value !== undefined)
      entry[name] = typeof value === "string" ? value.slice(0, textCharactersMax) : value;
  }
  return { ...entry, number, time: Date.parse(time), kind };
}

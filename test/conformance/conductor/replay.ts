import { readFileSync } from "node:fs";

/** One recorded exchange with a Conductor OSS server. */
export interface Exchange {
  readonly id: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly rawBody?: string;
  };
  readonly response: null | {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly bodyIsJson: boolean;
    readonly body: unknown;
    readonly rawText?: string;
  };
}

/** What was answered here. */
export interface Answered {
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

/** The recorded exchanges, in order. */
export function recordedExchanges(): Exchange[] {
  const file = new URL("../../vectors/conductor-oss.jsonl", import.meta.url);
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Exchange);
}

/** Where the recorded server's HTTP tasks called. */
export const recordedStub = "127.0.0.1:18090";

/** Identifiers of the recording and those of here, both ways. */
export interface Identifiers {
  pair(recorded: string, here: string): void;
  /** A text with recorded identifiers as one to send here. */
  toHere(text: string): string;
  /** A text of here with the recorded identifiers in it. */
  toRecorded(text: string): string;
  knows(recorded: string): boolean;
}

/** Pairs of identifiers. */
export function identifiers(): Identifiers {
  const here = new Map<string, string>();
  const recorded = new Map<string, string>();
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return {
    pair(theirs, ours) {
      here.set(theirs, ours);
      recorded.set(ours, theirs);
    },
    toHere: (text) => text.replace(uuid, (id) => here.get(id) ?? id),
    toRecorded: (text) => text.replace(uuid, (id) => recorded.get(id) ?? id),
    knows: (id) => here.has(id),
  };
}

/** Learns which identifier here is which of the recording, from two bodies of the same shape. */
export function pairIdentifiers(ids: Identifiers, recorded: unknown, here: unknown): void {
  if (typeof recorded === "string" && typeof here === "string") {
    const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
    if (isId.test(recorded) && isId.test(here) && !ids.knows(recorded)) ids.pair(recorded, here);
  } else if (Array.isArray(recorded) && Array.isArray(here)) {
    for (const [index, item] of recorded.entries()) pairIdentifiers(ids, item, here[index]);
  } else if (isObject(recorded) && isObject(here)) {
    for (const [key, value] of Object.entries(recorded)) pairIdentifiers(ids, value, here[key]);
  }
}

/** The paths at which two values differ, once what varies by nature is out of them. */
export function differences(recorded: unknown, here: unknown, path = ""): string[] {
  if (same(normal(recorded, path), normal(here, path))) return [];
  if (Array.isArray(recorded) && Array.isArray(here)) {
    const [theirs, ours] = path.endsWith("validationErrors") ? [sorted(recorded), sorted(here)] : [recorded, here];
    const length = Math.max(theirs.length, ours.length);
    return Array.from({ length }, (_, index) => differences(theirs[index], ours[index], `${path}[${index}]`)).flat();
  }
  if (isObject(recorded) && isObject(here)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(here)]);
    return [...keys].flatMap((key) => differences(recorded[key], here[key], path === "" ? key : `${path}.${key}`));
  }
  return [`${path}: ${shown(recorded)} → ${shown(here)}`];
}

/** Times, hosts and what the two HTTP clients say of themselves vary; that there is one does not. */
function normal(value: unknown, path: string): unknown {
  const key = path.replace(/^.*[.]/, "").replace(/\[\d+\]$/, "");
  if (typeof value === "number" && /Time$|^createdTime$/.test(key)) return value > 0 ? "a time" : value;
  if (typeof value === "string" && /Time$/.test(key) && !Number.isNaN(Date.parse(value))) return "a time";
  if (key === "workerId" || key === "instance") return typeof value === "string" ? "a host" : value;
  if (key === "Date" || key === "date") return "a date";
  return value;
}

function sorted(list: readonly unknown[]): unknown[] {
  return [...list].sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { parseJson } from "@long-running-api/conductor/json";
import { signal } from "@preact/signals";
import type { RunRecord } from "../run/record.ts";
import type { About, Changed, Entry, Started } from "../source.ts";

/** The connection to the server. */
export type Connection =
  | { readonly state: "connecting" }
  | { readonly state: "live" }
  | { readonly state: "lost"; readonly lastAt: number | undefined; readonly retrySeconds: number };

const entriesMax = 10_000;
const retrySecondsMax = 8;

export const connection = signal<Connection>({ state: "connecting" });
export const about = signal<About | undefined>(undefined);
/** The latest journal entries, oldest first; the array is replaced when it grows. */
export const entries = signal<readonly Entry[]>([]);
/** Runs by id, in the order of their start. */
export const runs = signal<ReadonlyMap<string, RunRecord>>(new Map());
/** The server's clock minus ours, in ms. */
export const clockAhead = signal(0);
/** Counts the changes of each kind of data. */
export const changes: Record<Changed, ReturnType<typeof signal<number>>> = {
  cloud: signal(0),
  checks: signal(0),
  class: signal(0),
  exercises: signal(0),
};

let epoch = "";
let lastNumber = 0;
let lastAt: number | undefined;
let retrySeconds = 1;
let timer: ReturnType<typeof setTimeout> | undefined;
let stream: EventSource | undefined;

/** Everything that arrived since the last frame, drawn at once. */
const arrived = { entries: [] as Entry[], runs: [] as RunRecord[], changed: new Set<Changed>() };
let drawing = false;

/** Connects to the server, and again after 1, 2, 4, 8 s whenever it is lost. */
export function connect(): void {
  clearTimeout(timer);
  stream?.close();
  const since = epoch === "" ? "" : `?since=${encodeURIComponent(`${epoch}.${lastNumber}`)}`;
  const opened = new EventSource(`events${since}`);
  stream = opened;
  opened.addEventListener("hello", ({ data }) => greet(JSON.parse(data)));
  opened.addEventListener("entries", ({ data }) => {
    for (const entry of JSON.parse(data) as Entry[]) arrived.entries.push(entry);
    draw();
  });
  opened.addEventListener("runs", ({ data }) => {
    arrived.runs.push(...(JSON.parse(data) as RunRecord[]));
    draw();
  });
  opened.addEventListener("changed", ({ data }) => {
    arrived.changed.add(JSON.parse(data) as Changed);
    draw();
  });
  opened.addEventListener("error", () => {
    opened.close();
    connection.value = { state: "lost", lastAt, retrySeconds };
    timer = setTimeout(connect, retrySeconds * 1_000);
    retrySeconds = Math.min(retrySecondsMax, retrySeconds * 2);
  });
}

function greet(hello: { about: About; epoch: string; now: number }): void {
  retrySeconds = 1;
  lastAt = Date.now();
  clockAhead.value = hello.now - Date.now();
  if (hello.epoch !== epoch) {
    epoch = hello.epoch;
    lastNumber = 0;
    entries.value = [];
    for (const count of Object.values(changes)) count.value = (count.value ?? 0) + 1;
  }
  about.value = hello.about;
  connection.value = { state: "live" };
}

function draw(): void {
  lastAt = Date.now();
  if (drawing) return;
  drawing = true;
  // A hidden page gets no frames, and would gather forever.
  if (document.hidden) setTimeout(apply, 250);
  else requestAnimationFrame(apply);
}

function apply(): void {
  drawing = false;
  const news = arrived.entries.splice(0);
  if (news.length > 0) {
    lastNumber = news.at(-1)?.number ?? lastNumber;
    entries.value = [...entries.value, ...news].slice(-entriesMax);
  }
  if (arrived.runs.length > 0) {
    const all = new Map(runs.value);
    for (const run of arrived.runs.splice(0)) all.set(run.id, run);
    runs.value = new Map([...all].sort(([, one], [, other]) => one.startedAt - other.startedAt));
  }
  for (const what of arrived.changed) changes[what].value = (changes[what].value ?? 0) + 1;
  arrived.changed.clear();
}

/** Reads a document of the source; undefined when it has none of that name. */
export async function readData<T>(name: string, query: Record<string, string> = {}): Promise<T | undefined> {
  const search = new URLSearchParams(query).toString();
  const response = await fetch(`data/${name}${search && `?${search}`}`);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(messageOf(await response.json()));
  return parseJson(await response.text()) as T;
}

/** Starts a run of a kind. */
export async function startRun(kind: RunRecord["kind"]): Promise<Started> {
  const response = await fetch(`start/${kind}`, { method: "POST" });
  if (!response.ok) return { problem: messageOf(await response.json()) };
  return (await response.json()) as Started;
}

/** Sends a click's action and waits for the result, which may take as long as a check. */
export async function act(name: string, query: Record<string, string>): Promise<void> {
  const response = await fetch(`act/${name}?${new URLSearchParams(query)}`, { method: "POST" });
  if (!response.ok) throw new Error(messageOf(await response.json()));
}

function messageOf(body: { message?: string }): string {
  return body.message ?? "";
}

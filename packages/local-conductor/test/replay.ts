import { readVectorFile } from "@long-running-api/test-support/vectors";

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
  };
}

/** The recorded exchanges, in order. */
export function recordedExchanges(): Exchange[] {
  return readVectorFile("conductor-oss.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Exchange);
}

/** Maps identifiers here to recorded ones. */
export interface Identifiers {
  pair(recorded: string, here: string): void;
  /** A text with recorded identifiers as one to send here. */
  toHere(text: string): string;
  /** A text of here with the recorded identifiers in it. */
  toRecorded(text: string): string;
  knows(recorded: string): boolean;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Creates an empty mapping. */
export function identifiers(): Identifiers {
  const here = new Map<string, string>();
  const recorded = new Map<string, string>();
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

/** Maps task identifiers from two responses about the same executions; the order of tasks may differ. */
export function pairTasks(ids: Identifiers, recorded: unknown, here: unknown): void {
  const known = new Map(tasksIn(here).map((task) => [nameOf(task, ids), task]));
  for (const task of tasksIn(recorded)) {
    const ours = known.get(nameOf(task, ids));
    if (ours) ids.pair(String(task["taskId"]), String(ours["taskId"]));
  }
}

type Json = Record<string, unknown>;

function nameOf(task: Json, ids: Identifiers): string {
  const workflowId = ids.toRecorded(String(task["workflowInstanceId"]));
  return `${workflowId} ${task["referenceTaskName"]} ${task["retryCount"]} ${task["seq"]}`;
}

function tasksIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(tasksIn);
  if (!isObject(value)) return [];
  if ("taskId" in value && "referenceTaskName" in value) return [value];
  return ["tasks", "results"].flatMap((key) => tasksIn(value[key]));
}

/** The paths at which a response differs from the recorded one, except naturally varying values. */
export function differences(recorded: unknown, here: unknown, path = ""): string[] {
  if (JSON.stringify(plain(recorded, path)) === JSON.stringify(plain(here, path))) return [];
  if (Array.isArray(recorded) && Array.isArray(here)) {
    const [theirs, ours] = [sortUnordered(recorded, path), sortUnordered(here, path)];
    const length = Math.max(theirs.length, ours.length);
    return Array.from({ length }, (_, index) =>
      differences(theirs[index], ours[index], `${path}[${index}]`),
    ).flat();
  }
  if (isObject(recorded) && isObject(here)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(here)]);
    return [...keys].flatMap((key) =>
      differences(recorded[key], here[key], path === "" ? key : `${path}.${key}`),
    );
  }
  return [path];
}

/** Times, durations, hosts and what the two HTTP clients say of themselves vary; that there is one does not. */
function plain(value: unknown, path: string): unknown {
  const key = path.replace(/^.*\./, "").replace(/\[\d+\]$/, "");
  if (key === "queueWaitTime" || key === "executionTime" || key === "outputSize") return typeof value;
  if (typeof value === "number" && /Time$/.test(key)) return value > 0 ? "a time" : value;
  if (typeof value !== "string") return value;
  if (/Time$/.test(key)) return Number.isNaN(Date.parse(value)) ? value : "a time";
  if (key === "workerId" || key === "instance") return "a host";
  if (key === "Date" || key === "date") return "a date";
  // Java prints an object's fields in the order of their hashes.
  if (/^(?:input|output)$/.test(key) && value.startsWith("{"))
    return withoutVaried(value)
      .split(/[{},=[\] ]+/)
      .sort();
  return withoutVaried(value);
}

function withoutVaried(text: string): string {
  return text
    .replace(/\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g, "a date")
    .replace(/Apache-HttpClient[^\],]*\)|long-running-api-companion[^\],]*/g, "a client");
}

/** Findings and a batch of tasks come in any order. */
function sortUnordered(list: readonly unknown[], path: string): readonly unknown[] {
  if (path !== "" && !path.endsWith("validationErrors")) return list;
  const key = (value: unknown): string =>
    isObject(value) ? String(value["workflowInstanceId"] ?? JSON.stringify(value)) : String(value);
  return [...list].sort((one, other) => key(one).localeCompare(key(other)));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

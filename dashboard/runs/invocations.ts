import type { RequestRecord } from "@long-running-api/page/request-record";
import type { JournalEntry } from "../journal.ts";

/** One attempt of an invocation, from the lines that Lambda writes about it; times are in ms since 1970. */
export interface Attempt extends NonNullable<RequestRecord["attempt"]> {
  readonly id: string;
}

/** The attempts of all invocations in the journal, by request ID: an event that fails is delivered again under the same ID. */
export function attemptsIn(entries: readonly JournalEntry[]): Map<string, Attempt[]> {
  const all = new Map<string, Attempt[]>();
  for (const entry of entries) {
    if (entry.kind !== "function" || typeof entry["message"] !== "string") continue;
    const line = readLine(entry["message"]);
    if (!line) continue;
    const at = typeof entry["at"] === "number" ? entry["at"] : Date.parse(entry.time);
    const attempts = all.get(line.id) ?? [];
    all.set(line.id, attempts);
    const last = attempts.at(-1);
    if (line.kind === "start") attempts.push({ id: line.id, start: at });
    else if (last) attempts[attempts.length - 1] = { ...last, end: last.end ?? at, ...line.report };
  }
  return all;
}

type Line =
  | { kind: "start"; id: string; report?: undefined }
  | { kind: "end"; id: string; report: Partial<Attempt> };

function readLine(message: string): Line | undefined {
  if (message.startsWith("{")) return readJsonLine(message);
  const [, word, id = ""] = /^(START|END|REPORT) RequestId: (\S+)/.exec(message) ?? [];
  if (word === "START") return { kind: "start", id };
  if (word === "END") return { kind: "end", id, report: {} };
  if (word !== "REPORT") return undefined;
  const figure = (name: string) =>
    Number(new RegExp(`\\t${name}: ([\\d.]+)`).exec(message)?.[1] ?? Number.NaN);
  return {
    kind: "end",
    id,
    report: known({
      billedMs: figure("Billed Duration"),
      memoryMb: figure("Memory Size"),
      initMs: figure("Init Duration"),
      failed: /\tStatus: (error|timeout)/.test(message),
    }),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html: JSON, if the function says so. */
function readJsonLine(message: string): Line | undefined {
  try {
    const { type, record } = JSON.parse(message) as {
      type?: string;
      record?: { requestId?: string; status?: string; metrics?: Record<string, number> };
    };
    const id = record?.requestId;
    if (id === undefined) return undefined;
    if (type === "platform.start") return { kind: "start", id };
    if (type !== "platform.report") return undefined;
    const { billedDurationMs, memorySizeMB, initDurationMs } = record?.metrics ?? {};
    const failed = record?.status !== undefined && record.status !== "success";
    return {
      kind: "end",
      id,
      report: known({ billedMs: billedDurationMs, memoryMb: memorySizeMB, initMs: initDurationMs, failed }),
    };
  } catch {
    return undefined; // a line that the function printed
  }
}

function known(report: {
  billedMs: number | undefined;
  memoryMb: number | undefined;
  initMs: number | undefined;
  failed: boolean;
}): Partial<Attempt> {
  const { failed, ...figures } = report;
  const found = Object.entries(figures).filter(([, value]) => value !== undefined && !Number.isNaN(value));
  return { ...Object.fromEntries(found), ...(failed ? { failed } : {}) };
}

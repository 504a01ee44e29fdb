import type { ConductorApi, TaskExecLog, Workflow } from "@long-running-api/conductor/client";
import { hasEnded as hasStatusOfAnEnd } from "@long-running-api/conductor/status";
import { hasEnded, type RunRecord } from "@long-running-api/page/run/record";
import type { JournalEntry, JournalReader } from "../journal.ts";
import { recordRun } from "./record-run.ts";

/** Reads runs while the page is open. */
export interface RunWatch {
  /** Reports what is known, then what changes; returns a function that ends it. */
  watch(report: (runs: readonly RunRecord[]) => void): () => void;
  /** Reads at once, e.g. after a run was started here. */
  lookSoon(): void;
}

/** What a run watch reads. */
export interface RunWatchOptions {
  readonly conductor: () => Promise<ConductorApi>;
  /** The names of the workflows whose runs are shown. */
  readonly workflows: readonly string[];
  readonly journal: JournalReader | undefined;
  /** How often Conductor is asked, in ms. */
  readonly everyMs: number;
}

/** Runs that are kept; the page shows fewer. */
const runsMax = 40;
/** Runs of the past that are read when the first page is opened. */
const pastMax = 8;

interface Known {
  execution: Workflow;
  record: RunRecord;
  logs: TaskExecLog[];
}

/** Follows the executions of some workflows, and what the journal says about them. */
export function watchRuns({ conductor, workflows, journal, everyMs }: RunWatchOptions): RunWatch {
  const known = new Map<string, Known>();
  const reports = new Set<(runs: readonly RunRecord[]) => void>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;
  let journalFrom: number | undefined;

  async function look(): Promise<void> {
    timer = undefined;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      const changed = await readChanges();
      if (changed.length > 0) for (const report of reports) report(changed);
    } catch {
      // Conductor is unreachable: the next read may succeed.
    } finally {
      looking = false;
      if (reports.size > 0) timer = setTimeout(() => void look(), again ? 0 : everyMs);
      again = false;
    }
  }

  async function readChanges(): Promise<RunRecord[]> {
    const api = await conductor();
    const [first] = known.size === 0 && journal ? await journal.since(0) : [];
    if (first) journalFrom = Date.parse(first.time);
    const listed = await api.executions(`workflowType IN (${workflows.join(",")})`);
    const newest = listed.slice(0, known.size === 0 ? pastMax : runsMax).map(({ workflowId }) => workflowId);
    const isOpen = (id: string) =>
      known.get(id)?.execution.status !== undefined && known.get(id)?.record.end === undefined;
    const wanted = new Set([...newest.filter((id) => !known.has(id)), ...[...known.keys()].filter(isOpen)]);
    const executions = await Promise.all(
      [...wanted].map(async (id) => {
        const execution = (await api.execution(id)) ?? deleted(known.get(id)?.execution);
        return execution && { execution, logs: needsLogs(execution) ? await logsOf(api, execution) : [] };
      }),
    );
    for (const found of executions) {
      const id = found?.execution.workflowId;
      if (!found || id === undefined) continue;
      const before = known.get(id);
      if (before) Object.assign(before, found);
      else known.set(id, { ...found, record: recordRun(found) });
    }
    return await recordChanges(newest);
  }

  /** A run from before the journal's first entry is drawn from Conductor's own log. */
  function needsLogs({ createTime = 0 }: Workflow): boolean {
    return journalFrom === undefined || createTime < journalFrom;
  }

  /** Runs whose record has changed; after a run has ended, its function may still be working. */
  async function recordChanges(newest: readonly string[]): Promise<RunRecord[]> {
    const open = [...known.values()].filter(
      ({ execution, record }) =>
        !reported.has(execution.workflowId ?? "") || !hasEnded(record) || isRecent(record),
    );
    if (open.length === 0) return [];
    const entries = journal ? await journal.since(0) : undefined;
    const changed = open.flatMap((run) => {
      const record = recordRun(sourcesOf(run, entries));
      const same = reported.get(record.id) === JSON.stringify(record);
      run.record = record;
      reported.set(record.id, JSON.stringify(record));
      return same ? [] : [record];
    });
    for (const id of known.keys()) {
      if (known.size <= runsMax) break;
      if (!newest.includes(id)) forget(id);
    }
    return changed;
  }

  function forget(id: string): void {
    known.delete(id);
    reported.delete(id);
  }

  const reported = new Map<string, string>();

  return {
    watch(report) {
      reports.add(report);
      report([...known.values()].map(({ record }) => record));
      void look();
      return () => {
        reports.delete(report);
        if (reports.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
    lookSoon() {
      clearTimeout(timer);
      void look();
    },
  };
}

/**
 * What became of an execution that was deleted while it was shown, as `steps/05-run --sync` does at its end: it had
 * failed if a task had, by the last look; else it was terminated.
 */
export function deleted(execution: Workflow | undefined): Workflow | undefined {
  if (execution === undefined || hasStatusOfAnEnd(execution.status ?? "RUNNING")) return execution;
  const failed = execution.tasks?.find(
    ({ status = "" }) => status === "TIMED_OUT" || status.startsWith("FAILED"),
  );
  const endTime = failed?.endTime || execution.updateTime || execution.createTime || 0;
  return { ...execution, status: failed ? "FAILED" : "TERMINATED", endTime };
}

/** Logs arrive a moment after the events that they report. */
const recentMs = 3_000;

function isRecent({ startedAt, requests, invocations, end = 0 }: RunRecord): boolean {
  const last = Math.max(end, ...[...requests, ...invocations].map((each) => each.end ?? 0));
  return Date.now() - startedAt - last < recentMs;
}

function sourcesOf({ execution, logs }: Known, entries: readonly JournalEntry[] | undefined) {
  return { execution, logs, ...(entries === undefined ? {} : { entries }) };
}

async function logsOf(api: ConductorApi, { tasks = [] }: Workflow): Promise<TaskExecLog[]> {
  const polls = tasks.filter(({ taskType }) => taskType === "HTTP_POLL");
  const found = await Promise.all(polls.map(({ taskId = "" }) => api.logs(taskId).catch(() => [])));
  return found.flat();
}

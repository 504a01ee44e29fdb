import { stringifyJson } from "@long-running-api/conductor/json";
import type { Target } from "@long-running-api/kit/targets/target";
import { gatherEntries } from "../gather-entries.ts";
import type { JournalEntry, JournalReader } from "../journal.ts";

/** What was written since the last report. */
export interface Writes {
  /** Requests that changed a resource; undefined without a journal, when anything may have changed. */
  readonly control: readonly JournalEntry[] | undefined;
  /** Whether a definition was registered or removed. */
  readonly definitions: boolean;
  /** Whether an item, a log or a run may have changed. */
  readonly data: boolean;
}

/** Reports writes by anyone, but only while there is a listener. */
export interface WriteWatch {
  subscribe(listener: (writes: Writes) => void): () => void;
}

/** Where writes are seen. */
export interface WriteWatchOptions {
  readonly target: Pick<Target, "conductor" | "real">;
  readonly journal: JournalReader | undefined;
}

/** Writes of one command come close together: they are one report. */
const gatherMs = 120;
/** A change shows within 2 s; the checks need most of that. */
const definitionsMs = 500;
/** A real account limits the number of requests per second, and has no journal. */
const againMs = { practice: 1_000, real: 10_000 } as const;

/** Watches the journal of an embedded cloud and Conductor's definitions; without a journal, reports regularly. */
export function watchWrites({ target, journal }: WriteWatchOptions): WriteWatch {
  const listeners = new Set<(writes: Writes) => void>();
  let leave = () => {};
  const report = (writes: Writes) => {
    for (const listener of listeners) listener(writes);
  };
  const start = () => {
    if (!journal) {
      const timer = setInterval(
        () => report({ control: undefined, definitions: true, data: true }),
        target.real ? againMs.real : againMs.practice,
      );
      return () => clearInterval(timer);
    }
    const leaveJournal = followJournal(journal, report);
    const leaveDefinitions = followDefinitions(target, () =>
      report({ control: [], definitions: true, data: false }),
    );
    return () => {
      leaveJournal();
      leaveDefinitions();
    };
  };
  return {
    subscribe(listener) {
      if (listeners.size === 0) leave = start();
      listeners.add(listener);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) leave();
      };
    },
  };
}

/** Reports what the journal's new entries changed. */
function followJournal(journal: JournalReader, report: (writes: Writes) => void): () => void {
  let last: number | undefined;
  return gatherEntries(journal, {
    gatherMs,
    async read(hasEnded) {
      const entries = await journal.since(last ?? 0);
      const isFirst = last === undefined;
      last = entries.at(-1)?.number ?? last ?? 0;
      if (hasEnded() || isFirst) return;
      const control = entries.filter(isControlWrite);
      const data = entries.some(({ kind, operation }) => kind !== "aws" || /Item$/.test(String(operation)));
      if (control.length > 0 || data) report({ control, definitions: false, data });
    },
    restarted(readSoon) {
      last = undefined;
      readSoon();
    },
  });
}

/** Reports a change of Conductor's definitions, which no journal has. */
function followDefinitions({ conductor }: Pick<Target, "conductor">, changed: () => void): () => void {
  let known: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const look = async () => {
    try {
      const now = stringifyJson(await (await conductor()).definitions());
      if (known !== undefined && known !== now && !ended) changed();
      known = now;
    } catch {
      // Conductor is unreachable: the next read may succeed.
    }
    if (!ended) timer = setTimeout(() => void look(), definitionsMs);
  };
  void look();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

const changesNothing = /(?:Item|Items|LogEvents|LogStream)$/;

/** Whether an entry is a request that changed a resource, other than an item or a log line. */
export function isControlWrite({ kind, operation, error }: JournalEntry): boolean {
  if (kind !== "aws" || typeof operation !== "string" || error !== undefined) return false;
  return (
    /^(?:Create|Update|Put|Delete|Add|Remove|Attach|Detach|Tag|Untag|Import|Publish)/.test(operation) &&
    !changesNothing.test(operation)
  );
}

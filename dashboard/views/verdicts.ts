import type { Names } from "@long-running-api/kit/names";
import { type StepId, stepIds } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import { checks } from "../../checks/all.ts";
import type { CheckId } from "../../checks/engine/check.ts";
import type { Reported } from "../../checks/engine/report.ts";
import { runOf } from "../../checks/engine/run.ts";

/** A verdict as currently known. Times are in ms since 1970. */
export interface KnownVerdict {
  readonly verdict: Reported;
  /** Something was changed since, and the check has not run again: it sends a request of its own. */
  readonly stale: boolean;
  readonly changedAt?: number;
}

/** When a step was checked last. */
export interface CheckedStep {
  readonly at: number;
  readonly ms: number;
}

/** The verdicts of one set of names, kept up to date. */
export interface Verdicts {
  readonly known: ReadonlyMap<CheckId, KnownVerdict>;
  readonly steps: ReadonlyMap<StepId, CheckedStep>;
  readonly checking: boolean;
  /**
   * Runs the checks that only read; a run in progress is abandoned, but never two in a row: while someone keeps
   * writing, verdicts still arrive. Resolves when they, or the next ones, end.
   */
  refresh(): Promise<void>;
  /** Runs all checks of a step, also those that send a request; on a real account only those that read. */
  recheck(step: StepId): Promise<void>;
  close(): void;
}

/** A run of all checks that only read. */
interface Reading {
  readonly controller: AbortController;
  /** Something was written since it began, and it must run again. */
  again: boolean;
  ended: Promise<void>;
}

export interface VerdictsOptions {
  readonly target: Target;
  readonly names: Names;
  readonly now: () => number;
  /** Called when a verdict has changed, and when a run begins or ends. */
  readonly changed: () => void;
  readonly runChecks?: typeof runOf;
}

/** Keeps verdicts: each is replaced as soon as its check has run again. */
export function keepVerdicts({ target, names, now, changed, runChecks = runOf }: VerdictsOptions): Verdicts {
  const known = new Map<CheckId, KnownVerdict>();
  const steps = new Map<StepId, CheckedStep>();
  let reading: Reading | undefined;
  let gaveUp = false;
  let running = 0;

  /** `clicked`: the change is not news to the person who clicked. */
  const note = (verdict: Reported, clicked: boolean) => {
    const before = known.get(verdict.id);
    const isNews = before !== undefined && !clicked && !sameVerdict(before.verdict, verdict);
    const changedAt = isNews ? now() : clicked ? undefined : before?.changedAt;
    known.set(verdict.id, { verdict, stale: false, ...(changedAt === undefined ? {} : { changedAt }) });
    if (!before || before.stale || !sameVerdict(before.verdict, verdict)) changed();
  };
  const run = async (
    chosen: readonly StepId[],
    passive: boolean,
    controller: AbortController,
    clicked = true,
  ) => {
    const start = now();
    const { signal } = controller;
    const counted = new Map(chosen.map((step) => [step, countOf(step, passive)]));
    running += 1;
    changed();
    try {
      await runChecks(checks, {
        target,
        names,
        steps: chosen,
        passive,
        signal,
        onVerdict(verdict) {
          if (signal.aborted) return;
          note(verdict, clicked);
          const left = (counted.get(verdict.step) ?? 0) - 1;
          counted.set(verdict.step, left);
          if (left === 0) steps.set(verdict.step, { at: now(), ms: now() - start });
        },
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      running -= 1;
      changed();
    }
  };
  const readAll = async (own: Reading) => {
    do {
      own.again = false;
      await run(stepIds, true, own.controller, false);
      if (!own.controller.signal.aborted) gaveUp = false;
    } while (own.again);
  };
  const rechecks = new Set<AbortController>();
  return {
    known,
    steps,
    get checking() {
      return running > 0;
    },
    async refresh() {
      for (const { id, acts } of checks) {
        const verdict = acts ? known.get(id) : undefined;
        if (verdict) known.set(id, { ...verdict, stale: true });
      }
      if (reading && gaveUp) {
        reading.again = true;
        return reading.ended;
      }
      gaveUp = reading !== undefined;
      reading?.controller.abort();
      const own: Reading = { controller: new AbortController(), again: false, ended: Promise.resolve() };
      reading = own;
      own.ended = readAll(own).finally(() => {
        if (reading === own) reading = undefined;
      });
      return own.ended;
    },
    async recheck(step) {
      const controller = new AbortController();
      rechecks.add(controller);
      await run([step], target.real, controller).finally(() => rechecks.delete(controller));
    },
    close() {
      reading?.controller.abort();
      for (const each of rechecks) each.abort();
    },
  };
}

function countOf(step: StepId, passive: boolean): number {
  return checks.filter((check) => check.step === step && !(passive && check.acts)).length;
}

function sameVerdict(one: Reported, other: Reported): boolean {
  return one.status === other.status && one.observed === other.observed && one.because === other.because;
}

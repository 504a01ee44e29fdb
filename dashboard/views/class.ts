import {
  isLearnerName,
  type Names,
  readNames,
  tutorialTable,
  tutorialWorkflow,
} from "@long-running-api/kit/names";
import { type StepId, stepIds } from "@long-running-api/kit/step-ids";
import { readStepText } from "@long-running-api/kit/step-text";
import type { Target } from "@long-running-api/kit/targets/target";
import { anonymized } from "@long-running-api/page/anonymous";
import type { ClassDocument, LearnerSeen, StepOfLearner } from "@long-running-api/page/documents";
import { checks } from "../../checks/all.ts";
import { undefinedIfUnreadable } from "../../checks/engine/explain-probe-failure.ts";
import { openProbeContext } from "../../checks/engine/probe-context.ts";
import { restApis } from "../../checks/read/api.ts";
import { functionNames } from "../../checks/read/function.ts";
import { tableNames } from "../../checks/read/table.ts";
import type { JournalReader } from "../journal.ts";
import { delay } from "./delay.ts";
import { keepVerdicts, type Verdicts } from "./verdicts.ts";
import { isControlWrite, type Writes, type WriteWatch } from "./writes.ts";

/** The class: everyone who has a table, a function, an API or a workflow with a learner's name in this cloud. */
export interface ClassView {
  read(): Promise<ClassDocument>;
  watch(changed: () => void): () => void;
  close(): void;
}

export interface ClassOptions {
  readonly target: Target;
  readonly writes: WriteWatch;
  readonly journal: JournalReader | undefined;
  /** Replaces names before they leave this process. */
  readonly anonymous: boolean;
  readonly now: () => number;
}

interface Learner {
  readonly name: string;
  readonly verdicts: Verdicts;
  dirty: boolean;
  apiId: string | undefined;
  /** Whether it was read before. */
  isRead: boolean;
  /** The first check that does not pass, and since when it is the first. */
  first: { check: string; since: number } | undefined;
}

const firstMs = 1_000;
/** Two at a time: a class of thirty must not slow down the cloud that it works in. */
const atOnceMax = 2;

/** Reads where each learner is; after a write, only that learner's checks run again. */
export function createClassView({ target, writes, journal, anonymous, now }: ClassOptions): ClassView {
  const learners = new Map<string, Learner>();
  const listeners = new Set<() => void>();
  let leave = () => {};
  let working = false;
  let lookedFor = false;
  const changed = () => {
    for (const listener of listeners) listener();
  };

  const find = async () => {
    for (const { name, apiId } of await learnersIn(target)) {
      const learner = learners.get(name) ?? {
        name,
        dirty: true,
        apiId,
        isRead: false,
        first: undefined,
        verdicts: keepVerdicts({ target, names: namesOf(name), now, changed: () => {} }),
      };
      learner.apiId = apiId;
      learners.set(name, learner);
    }
  };
  /** Before it was watched, a learner's last change is the best guess of when the trouble began. */
  const noteFirst = async (learner: Learner) => {
    const check = firstOf(learner.verdicts)?.id;
    if (check === learner.first?.check) return;
    const since = learner.isRead ? now() : ((await lastWriteOf(learner)) ?? now());
    learner.first = check === undefined ? undefined : { check, since };
  };
  const lastWriteOf = async (learner: Learner) => {
    const entries = (await journal?.since(0)) ?? [];
    const last = entries.findLast(
      (entry) => isControlWrite(entry) && mentions(JSON.stringify(entry), learner),
    );
    return last && Date.parse(last.time);
  };
  const work = async () => {
    if (working) return;
    working = true;
    try {
      if (!lookedFor) await find();
      lookedFor = true;
      const next = () => [...learners.values()].find(({ dirty }) => dirty);
      const worker = async () => {
        for (let learner = next(); learner; learner = next()) {
          learner.dirty = false;
          await learner.verdicts.refresh().catch(() => {}); // its verdicts stay as they were
          await noteFirst(learner);
          learner.isRead = true;
          changed();
        }
      };
      await Promise.all(Array.from({ length: atOnceMax }, worker));
    } finally {
      working = false;
    }
  };
  const onWrites = ({ control, definitions }: Writes) => {
    const texts = control?.map((entry) => JSON.stringify(entry));
    const all = [...learners.values()];
    // What names no learner may belong to anyone.
    const isForAll = definitions || !texts?.every((text) => all.some((learner) => mentions(text, learner)));
    for (const learner of all)
      if (isForAll || texts?.some((text) => mentions(text, learner))) learner.dirty = true;
    // A new learner begins with something new.
    if (definitions || control?.length !== 0) lookedFor = false;
    void work().catch(() => {}); // the cloud is unreachable: the next write tries again
  };

  return {
    async read() {
      // A class of thirty takes a while: who was read is shown, the others follow.
      await Promise.race([work(), delay(firstMs)]);
      const steps = await Promise.all(
        stepIds.map(async (id) => ({
          id,
          title: (await readStepText(id)).title.replace(/^Step \d+: (?:the )?/, ""),
        })),
      );
      const names = [...learners.keys()];
      const read = [...learners.values()].filter(({ isRead }) => isRead);
      const all = read.map(learnerSeen).sort(byNeed);
      return {
        anonymous,
        checking: working,
        found: learners.size,
        steps,
        // A learner keeps the same number at any position in the list.
        learners: anonymous ? anonymized(all, (name) => String(names.indexOf(name) + 1)) : all,
      };
    },
    watch(listener) {
      if (listeners.size === 0) leave = writes.subscribe(onWrites);
      listeners.add(listener);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) leave();
      };
    },
    close() {
      for (const { verdicts } of learners.values()) verdicts.close();
    },
  };
}

function namesOf(learner: string): Names {
  return readNames({ options: { learner }, env: {} });
}

/** Learners by the names of what their steps create. */
async function learnersIn(target: Target): Promise<Pick<Learner, "name" | "apiId">[]> {
  const context = openProbeContext({ target, names: readNames({ options: {}, env: {} }) });
  const orNone = async <T>(read: () => Promise<readonly T[]>) =>
    (await undefinedIfUnreadable(context, read)) ?? [];
  try {
    const [tables, functions, apis, definitions] = await Promise.all([
      orNone(() => context.ask(tableNames)),
      orNone(() => context.ask(functionNames)),
      orNone(() => context.ask(restApis)),
      orNone(async () => (await target.conductor()).definitions()),
    ]);
    const apiIds = new Map(apis.map(({ name = "", id }) => [after(name, "long-running-api-"), id]));
    const found = learnersOf([
      ...tables.map((name) => after(name, `${tutorialTable}-`)),
      ...functions.map((name) => after(name, "long-running-api-")),
      ...apis.map(({ name = "" }) => after(name, "long-running-api-")),
      ...definitions.map(({ name }) => after(name, `${tutorialWorkflow}_`)),
    ]);
    return found.map((name) => ({ name, apiId: apiIds.get(name) }));
  } finally {
    await context.end();
  }
}

function after(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : "";
}

/** The workflow's other ways to wait have names of their own. */
const kinds = /(?:^|_)(?:sync|backoff|callback)$/;

function learnersOf(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.replace(kinds, "")))].filter(isLearnerName).sort();
}

function mentions(text: string, { name, apiId }: Pick<Learner, "name" | "apiId">): boolean {
  if (apiId !== undefined && text.includes(`/restapis/${apiId}`)) return true;
  return new RegExp(`(?<![a-z0-9])${name}(?![a-z0-9])`).test(text);
}

function firstOf({ known }: Verdicts) {
  const verdicts = checks.flatMap(({ id }) => known.get(id)?.verdict ?? []);
  return verdicts.find(({ status }) => status === "fail" || status === "unknown");
}

function learnerSeen({ name, verdicts, first }: Learner): LearnerSeen {
  const wrong = firstOf(verdicts);
  const steps = stepIds.map((step) => stepOf(step, verdicts));
  const begun = steps.map(({ state }) => state);
  const next = begun.findIndex((state) => state !== "passed");
  return {
    name,
    steps: steps.map((each, index) => ({
      ...each,
      state: index > next && next >= 0 ? later(each) : each.state,
    })),
    done: next < 0,
    ...(wrong && first
      ? { first: { check: wrong.id, observed: wrong.observed ?? "", since: first.since } }
      : {}),
  };
}

/** What follows the step that is being worked on has not begun, whatever its checks say. */
function later({ state, passed }: StepOfLearner): StepOfLearner["state"] {
  return passed > 0 || state === "unknown" ? state : "none";
}

function stepOf(step: StepId, { known }: Verdicts): StepOfLearner {
  const own = checks.filter((check) => check.step === step && !check.acts);
  const verdicts = own.flatMap(({ id }) => known.get(id)?.verdict ?? []);
  const passed = verdicts.filter(({ status }) => status === "pass").length;
  const total = own.length;
  if (verdicts.length === total && passed === total) return { state: "passed", passed, total };
  if (verdicts.some(({ status }) => status === "unknown")) return { state: "unknown", passed, total };
  return { state: passed > 0 ? "failed" : "next", passed, total };
}

/** Learners with a failing check come first, the longest-standing one on top; then those about to begin a step; then those who are done. */
function byNeed(one: LearnerSeen, other: LearnerSeen): number {
  const rankOf = ({ done, steps }: LearnerSeen) =>
    done ? 2 : steps.some(({ state }) => state === "failed" || state === "unknown") ? 0 : 1;
  return (
    rankOf(one) - rankOf(other) ||
    (one.first?.since ?? Infinity) - (other.first?.since ?? Infinity) ||
    one.name.localeCompare(other.name)
  );
}

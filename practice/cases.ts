import type { StepId } from "@long-running-api/kit/step-ids";
import type { CheckId } from "../checks/engine/check.ts";
import type { Fault } from "../instructor/fault.ts";
import { faultOf, faults } from "../instructor/faults/index.ts";
import type { SymptomKind } from "./symptom.ts";

/** A fault that is worth finding from its symptom. */
export interface Case {
  fault: string;
  step: StepId;
  /** 1: the symptom names the part. 2: the cause is elsewhere. 3: only a log, a template or the time shows it. */
  level: 1 | 2 | 3;
  symptom: SymptomKind;
  /** The check that shows the cause. */
  cause: CheckId;
  /** Whether it shows only in the record of one run, which breaking makes; else in every new run. */
  recorded: boolean;
}

/** Faults by the symptom that a run shows (a test observes it), with their levels. */
const list: Readonly<Partial<Record<SymptomKind, Readonly<Record<string, Case["level"]>>>>> = {
  "not started": { "definition-gone": 1, "definition-misspelt": 1 },
  "start fails": {
    "stage-gone": 1,
    "stage-misspelt": 1,
    "post-path-wrong": 1,
    "address-of-other-api": 1,
    "throttled-to-nothing": 1,
    "no-permission": 2,
    "permission-of-other-stage": 2,
    "post-template-lacks-end": 2,
    "no-event": 3,
    "event-not-deployed": 3,
    "ran-at-old-port": 1,
    "ran-with-placeholders": 1,
  },
  "poll fails": {
    "get-wants-a-key": 1,
    "poll-path-nested": 1,
    "no-permission-for-get": 2,
    "get-template-broken": 2,
    "body-escaped": 3,
    "too-few-polls": 2,
    "ran-with-empty-id": 1,
    "ran-with-slash": 2,
  },
  "answers an error": {
    "table-misspelt": 1,
    "code-throws": 1,
    "handler-not-exported": 1,
    "may-not-get": 1,
    "key-in-capitals": 2,
    "sort-key": 2,
    "key-of-other-name-in-code": 2,
    "other-table-in-variable": 2,
    boundary: 3,
    "no-concurrency": 3,
    "get-reads-other-variable": 2,
  },
  "never found": {
    "may-not-put": 2,
    "post-without-template": 2,
    "post-reads-other-field": 2,
    "post-asks-for-status": 3,
    "get-id-fixed": 3,
    "event-in-small-letters": 3,
    "work-never-noted": 2,
    "poll-asks-for-other-input": 1,
    "start-with-get": 1,
    "body-of-misspelt-input": 2,
    "ran-with-other-input": 1,
    "ran-with-a-list": 2,
    "ran-with-blank-space": 2,
    "ran-with-two-ids": 2,
  },
  "never done": {
    "may-not-update": 2,
    "timeout-left-at-default": 3,
    "reserved-word-in-update": 2,
    "completed-never-noted": 2,
    "always-processing": 3,
  },
  "never noticed": {
    "condition-of-other-path": 2,
    "condition-of-other-word": 2,
    "condition-without-return": 3,
    "body-is-text": 2,
    "not-deployed-again": 3,
    "completed-in-small-letters": 2,
  },
  "too early": {
    "completed-at-the-first-write": 2,
    "body-always-completed": 1,
    "condition-always-true": 2,
    "condition-assigns": 3,
    "poll-task-is-http": 2,
  },
  "waits on": {
    "callback-without-address": 1,
    "callback-to-old-port": 2,
    "callback-of-wrong-id": 2,
  },
  "given up": {
    "callback-lost": 2,
    "callback-late": 3,
    "callback-sent-wrong-id": 3,
    "callback-never-sent": 3,
  },
  "reported early": {
    "callback-not-awaited": 2,
    "callback-forged": 3,
    "callback-of-other-run": 3,
  },
  "works twice": {
    "callback-twice": 2,
  },
};

export const cases: readonly Case[] = Object.entries(list).flatMap(([kind, levels]) =>
  Object.entries(levels).map(([id, level]): Case => {
    const { step, trips } = faultOf(id, faults);
    const [cause] = trips;
    const recorded = step === "05-run" || cause === "06-callback/reported";
    return { fault: id, step, level, symptom: kind as SymptomKind, cause, recorded };
  }),
);

/** What is wrong, in one sentence. */
export function storyOf({ fault }: Pick<Case, "fault">): string {
  return faultNamed(fault).story;
}

export function faultNamed(id: string): Fault {
  return faultOf(id, faults);
}

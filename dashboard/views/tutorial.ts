import { type StepId, stepIds } from "@long-running-api/kit/step-ids";
import { readStepText, type StepText } from "@long-running-api/kit/step-text";
import type { CheckSeen, StepSeen, TutorialDocument } from "@long-running-api/page/documents";
import { checks } from "../../checks/all.ts";
import type { Check } from "../../checks/engine/check.ts";
import type { JournalEntry } from "../journal.ts";
import type { KnownVerdict, Verdicts } from "./verdicts.ts";

/** What the document is made of. */
export interface TutorialParts {
  readonly verdicts: Verdicts;
  /** Options that lead a command to the same target and names, e.g. " --learner ann". */
  readonly options: string;
  readonly journal: () => Promise<readonly JournalEntry[]>;
}

/** The steps with their checks, as they are known now. */
export async function tutorialDocument(parts: TutorialParts): Promise<TutorialDocument> {
  const { verdicts } = parts;
  const failed = [...verdicts.known.values()].some(({ verdict }) => verdict.status === "fail");
  const calls = failed ? callsIn(await parts.journal()) : [];
  const steps = await Promise.all(stepIds.map((step) => stepSeen(step, parts, calls)));
  return { checking: verdicts.checking, steps };
}

const texts = new Map<StepId, Promise<StepText>>();

function textOf(step: StepId): Promise<StepText> {
  const known = texts.get(step) ?? readStepText(step);
  texts.set(step, known);
  return known;
}

async function stepSeen(
  step: StepId,
  { verdicts, options }: TutorialParts,
  calls: readonly Call[],
): Promise<StepSeen> {
  const { title, about } = await textOf(step);
  const ran = verdicts.steps.get(step);
  return {
    id: step,
    title: title.replace(/^Step \d+: /, ""),
    about,
    commands: [`npx tsx steps/${step}${options}`, `npx tsx checks/${step}${options} --hint`],
    section: `docs/tutorial.md#${anchorOf(title)}`,
    checks: checks
      .filter((check) => check.step === step)
      .map((check) => checkSeen(check, verdicts.known.get(check.id), calls)),
    ...ran,
  };
}

/** "Step 1: the table" is the heading of docs/tutorial.md too. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}

/** A check with what is known of it; what is null in a report is missing here. */
export function checkSeen(check: Check, known: KnownVerdict | undefined, calls: readonly Call[]): CheckSeen {
  const { id, claim, acts } = check;
  if (!known) return { id, claim, acts, status: "waiting", remarks: [], stale: false };
  const { verdict, stale, changedAt } = known;
  const { status, remarks, differences } = verdict;
  const words = (["expected", "observed", "leadsTo", "lookAt", "hint", "because"] as const).flatMap((name) =>
    verdict[name] === null ? [] : [[name, verdict[name]]],
  );
  const requestId = status === "fail" ? callAbout(id, calls)?.requestId : undefined;
  return {
    ...Object.fromEntries(words),
    id,
    claim,
    acts,
    status,
    remarks,
    stale,
    ...(differences ? { differences } : {}),
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

interface Call {
  readonly requestId: string;
  readonly method: string;
}

function callsIn(entries: readonly JournalEntry[]): Call[] {
  return entries.flatMap(({ kind, requestId, method }) =>
    kind === "execute" && typeof requestId === "string" && typeof method === "string"
      ? [{ requestId, method }]
      : [],
  );
}

/** The latest call of the method that a check of the API is about. */
function callAbout(id: string, calls: readonly Call[]): Call | undefined {
  const [, method] = /^03-api\/(post|get)-/.exec(id) ?? [];
  return method === undefined ? undefined : calls.findLast((call) => call.method === method.toUpperCase());
}

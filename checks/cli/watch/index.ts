import { Problem } from "@long-running-api/foundation/problem";
import { createLiveBlock } from "@long-running-api/kit/live-block";
import type { Names } from "@long-running-api/kit/names";
import type { Output } from "@long-running-api/kit/output";
import type { StepId } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import { wrapLines } from "@long-running-api/kit/terminal-text";
import { type Check, summarize } from "../../engine/check.ts";
import type { Reported } from "../../engine/report.ts";
import { runOf } from "../../engine/run.ts";
import { collectKeys, type Keys } from "./keys.ts";
import { type Screen, screenLines } from "./screen.ts";

export interface Watch {
  target: Target;
  names: Names;
  checks: readonly Check[];
  steps: readonly StepId[];
  output: Output;
}

/** A real account limits the number of requests per second. */
const againMs = { practice: 2_000, real: 10_000 } as const;

/** Reruns the checks, shows the verdicts as they change, and reads single keys; returns the exit code. */
export async function watch(run: Watch): Promise<number> {
  const { output } = run;
  if (!output.redraws || process.stdin.isTTY !== true)
    throw new Problem(
      "--watch needs a terminal to draw in and to read keys from.",
      {},
      "npx tsx checks --json runs once.",
    );
  const keys = collectKeys(process.stdin);
  const block = createLiveBlock(output);
  const show = (screen: Screen) =>
    block.update(wrapLines(screenLines(screen, output), (output.stream.columns || 80) - 1));
  try {
    return await loop(run, keys, show);
  } finally {
    block.clear();
    keys.close();
  }
}

async function loop(
  { target, names, checks, steps }: Watch,
  keys: Keys,
  show: (screen: Screen) => void,
): Promise<number> {
  let screen: Screen = {
    step: steps[0] ?? "01-table",
    verdicts: [],
    list: false,
    hint: false,
    notice: "Checking …",
  };
  let skipped: StepId | undefined;
  const runChecks = async (passive: boolean): Promise<readonly Reported[]> => {
    const chosen = screen.list || !passive ? steps : [screen.step];
    const onProgress = ({ what, elapsedSeconds }: { what: string; elapsedSeconds: number }) =>
      show({ ...screen, notice: `… ${what} (${Math.round(elapsedSeconds)} s)` });
    return (await runOf(checks, { target, names, steps: chosen, passive, onProgress })).checks;
  };
  show(screen);
  for (;;) {
    const verdicts = await runChecks(true);
    screen = { ...screen, verdicts, notice: screen.notice === "Checking …" ? "" : screen.notice };
    show(screen);
    const key = await keys.next(target.real ? againMs.real : againMs.practice);
    if (key === undefined) continue;
    if (key === "q" || key === "closed") return summarize(verdicts.map(({ status }) => status)).exitCode;
    if (key === "h") screen = { ...screen, hint: !screen.hint, notice: "" };
    if (key === "l") screen = { ...screen, list: !screen.list, verdicts: [], notice: "" };
    if (key === "x") screen = { ...screen, notice: `npx tsx steps/${screen.step} --undo undoes this step.` };
    if (key === "n") {
      const { step } = screen;
      screen = nextStep(screen, steps, skipped === step);
      skipped = step;
    }
    if (key === "c") {
      screen = { ...screen, notice: "Checking everything, with the probe request …" };
      show(screen);
      screen = { ...screen, notice: summaryOf(await runChecks(false)) };
    }
  }
}

/** The next step; a step that does not pass yet is left only when n is pressed twice. */
function nextStep(screen: Screen, steps: readonly StepId[], insisted: boolean): Screen {
  const passes = screen.verdicts.every(({ status }) => status === "pass");
  if (!passes && !insisted)
    return { ...screen, notice: "This step does not pass yet. Press n again to continue anyway." };
  const next = steps[steps.indexOf(screen.step) + 1];
  if (next === undefined) return { ...screen, notice: "This is the last step." };
  return { ...screen, step: next, verdicts: [], list: false, notice: "" };
}

function summaryOf(all: readonly Reported[]): string {
  const first = all.find(({ status }) => status === "fail" || status === "unknown");
  const passed = all.filter(({ status }) => status === "pass").length;
  return first
    ? `${passed} of ${all.length} pass; the first that does not is ${first.id}: ${first.observed}`
    : `All ${all.length} pass, including the probe request.`;
}

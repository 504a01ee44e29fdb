import type { Reported } from "../checks/engine/report.ts";
import { steps } from "../steps/index.ts";
import type { Work } from "../steps/step.ts";
import { checkStep, printPending } from "./check-step.ts";
import { conclude } from "./conclude.ts";
import { heldInRun, journalEnd } from "./held.ts";
import { introduce } from "./introduce.ts";
import { printDone } from "./print-done.ts";

/** Explains, does and checks each step without asking. Checks that wait for the function are printed at the end. */
export async function walk(work: Work, workSeconds: number): Promise<number> {
  const { output, target } = work;
  const verdicts: Reported[] = [];
  const pending: Promise<Reported[]>[] = [];
  let exitCode: number = 0;
  let held: Awaited<ReturnType<typeof heldInRun>>;
  for (const [index, step] of steps.entries()) {
    await introduce(step, { number: index + 1, of: steps.length }, output);
    const since = await journalEnd(target);
    const done = await step.apply(work);
    printDone(done, output);
    exitCode = done.exitCode ?? 0;
    if (exitCode !== 0) break;
    const { requestId } = done.facts ?? {};
    if (typeof requestId === "string") held = await heldInRun(target, since, requestId);
    const checked = await checkStep(step.id, work, {
      announce: pending.length === 0,
      short: false,
    });
    verdicts.push(...checked.verdicts);
    pending.push(checked.pending);
    if (checked.verdicts.some(({ status }) => status === "fail")) break;
  }
  verdicts.push(...(await printPending(pending, output)));
  return conclude(work, { verdicts, exitCode, ran: true, held, heldSynchronously: workSeconds });
}

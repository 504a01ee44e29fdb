import type { Output } from "@long-running-api/kit/output";
import type { Reported } from "../checks/engine/report.ts";
import type { Work } from "../steps/step.ts";
import { sayParagraph } from "./paragraph.ts";

export interface Conclusion {
  verdicts: readonly Reported[];
  /** Of the last step that was done. */
  exitCode: number;
  /** False if the learner skipped the run. */
  ran: boolean;
  /** How long callers held a connection in the run; nothing where that is not known. */
  held: { seconds: number; calls: number } | undefined;
  /** The same for one call that waits: measured, else what the function is set to work. */
  heldSynchronously: number;
  guesses?: { guessed: number; right: number };
}

/** Prints the outcome and what to do next; returns the exit code. */
export function conclude({ output, target }: Work, ended: Conclusion): number {
  const { verdicts, held } = ended;
  const passed = verdicts.filter(({ status }) => status === "pass").length;
  const exitCode = exitCodeOf(ended, passed);
  const { colors, say } = output;
  say();
  if (exitCode === 0) {
    say(
      colors.green(
        colors.bold(
          ended.ran
            ? `The run is COMPLETED, and all ${passed} checks pass.`
            : `All ${passed} checks pass. To run the workflow: npx tsx steps/05-run`,
        ),
      ),
    );
    if (held)
      sayParagraph(
        `Callers held a connection for ${colors.bold(held.seconds.toFixed(1))} s in all, in ${held.calls} short calls. A single call that waits would hold it for ${ended.heldSynchronously.toFixed(1)} s, if nothing gave up along the way.`,
        output,
      );
    if (ended.guesses && ended.guesses.guessed > 0)
      say(`  ${ended.guesses.right} of your ${ended.guesses.guessed} predictions were right.`);
    printNext(output);
  } else say(`${passed} of ${verdicts.length} checks pass. npx tsx checks shows the details.`);
  output.document({
    target: target.name,
    exitCode,
    ...(held ? { heldSeconds: Number(held.seconds.toFixed(3)) } : {}),
    checks: verdicts,
  });
  return exitCode;
}

const next = [
  ["do it yourself", "npx tsx exercises"],
  ["find the cause of a failure", "npx tsx practice"],
  ["see the problem itself", "npx tsx steps/05-run --sync"],
  ["build a step by hand", "docs/tutorial.md, then npx tsx checks"],
  ["see the tutorial's own templates", "npx tsx steps/03-api --as-printed"],
] as const;

const whatColumns = 32;

/** Next steps, in two columns; on a narrow terminal each command has its own line, so that it can be copied. */
function printNext({ say, colors, stream, terminal }: Output): void {
  const columns = terminal ? stream.columns || 80 : 80;
  say("  What next?");
  const fits = next.every(([, command]) => whatColumns + command.length + 7 <= columns);
  for (const [what, command] of next) {
    if (fits) say(`    ${what.padEnd(whatColumns)}  ${colors.cyan(command)}`);
    else {
      say(`    ${what}`);
      say(`      ${colors.cyan(command)}`, { whole: true });
    }
  }
}

function exitCodeOf({ verdicts, exitCode }: Conclusion, passed: number): number {
  if (exitCode !== 0) return exitCode;
  if (passed === verdicts.length) return 0;
  return verdicts.some(({ status }) => status === "fail") ? 1 : 2;
}

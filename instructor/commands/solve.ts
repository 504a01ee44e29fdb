import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { everyStepId } from "@long-running-api/kit/step-ids";
import { everyStep } from "../../steps/index.ts";
import { runSteps } from "../../steps/step.ts";
import { classOptions } from "../class/choose.ts";

/** Brings a target to the end of a step: applies it and all earlier steps. Later steps' work stays. `--roster` and `--all` do so for a class. */
export async function solve(argv: readonly string[]): Promise<number> {
  const [id, ...rest] = argv;
  const usage = "npx tsx instructor solve";
  if (id === "--help")
    return runSteps(everyStep, ["--help"], `${usage} STEP`, { canUndo: false, more: classOptions });
  const last = everyStep.findIndex((step) => step.id === id);
  if (last < 0) throw unknownStep(id, usage);
  if (rest.some((word) => /^--(roster|all)(=|$)/.test(word))) {
    const { solveClass } = await import("../class/solve.ts");
    return await solveClass(everyStep.slice(0, last + 1), rest, `${usage} ${id}`);
  }
  return runSteps(everyStep.slice(0, last + 1), rest, `${usage} ${id}`, { canUndo: false });
}

function unknownStep(id: string | undefined, usage: string): Problem {
  const named = id !== undefined && !id.startsWith("-");
  const closest = named ? nearest(id, everyStepId) : undefined;
  return new Problem(
    named ? `There is no step "${id}".` : "Name a step first.",
    { known: everyStepId.join(", "), ...(closest === undefined ? {} : { closest }) },
    `${usage} 03-api`,
  );
}

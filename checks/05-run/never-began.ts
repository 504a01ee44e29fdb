import { fail, type Verdict } from "../engine/check.ts";
import type { RunSeen } from "../read/execution.ts";
import { short } from "../rules/gateway/json.ts";
import { at } from "./at.ts";

/** The verdict on a run in which a task of the tutorial never began. */
export function neverBegan({ status, halted }: Pick<RunSeen, "status" | "halted">): Verdict {
  const expected = "the tutorial's tasks in the run";
  const waits = halted && /^(SCHEDULED|IN_PROGRESS)$/.test(halted.status);
  if (halted && waits)
    return fail({
      expected,
      observed: `the run is ${status}: its task ${halted.ref} (${halted.type}) is ${halted.status}`,
      leadsTo: "The run waits there, and later tasks never start.",
      lookAt: at(` › ${halted.ref}`),
      hint: "A SIMPLE task waits for a worker that polls for its task name, a WAIT task for its duration or a signal, a HUMAN task for a person.",
    });
  if (halted)
    return fail({
      expected,
      observed: `the run is ${status}: its task ${halted.ref} (${halted.type}) is ${halted.status}: ${short(halted.reason, 240)}`,
      leadsTo: "The run ends there, and later tasks never start.",
      lookAt: at(` › ${halted.ref}`),
      hint: "This task is not one of the tutorial's two; the server's reason shows what failed.",
    });
  return fail({
    expected,
    observed: `the run is ${status}, and the task never started`,
    leadsTo: "The run is not the tutorial's.",
    lookAt: at(" › Diagram"),
    hint: "Did the run use an earlier version of the definition, or did a SWITCH take another branch?",
  });
}

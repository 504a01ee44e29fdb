import { Problem } from "@long-running-api/foundation/problem";
import type { Names } from "@long-running-api/kit/names";
import { everyStepId, type StepId } from "@long-running-api/kit/step-ids";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import type { Target } from "@long-running-api/kit/targets/target";
import { type Check, type CheckId, stepOf } from "../checks/engine/check.ts";
import { nearestCheck } from "../checks/engine/nearest-check.ts";
import type { Progress } from "../checks/engine/probe-context.ts";
import type { Reported } from "../checks/engine/report.ts";
import { runOf } from "../checks/engine/run.ts";

/** What the tools work with. Each call opens the target and closes it: a cloud may be restarted between two calls. */
export interface Place {
  open(): Promise<Target>;
  names(): Names;
  /** Loads the checks of these steps, and of the steps before them. */
  load(steps: readonly StepId[]): Promise<readonly Check[]>;
  /** Whether the server was started with `--yes`: only then may a check write to a real account. */
  yes: boolean;
  /** The learner's folder of exercises. */
  exercises: string;
}

/** One client's connection: the place, and the hints that were given. */
export interface Session {
  place: Place;
  /** How many hints were given, by what they are about. It is in memory only: another connection starts again. */
  given: Map<string, number>;
}

/** What one call may use. */
export interface Call {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** Opens the target, does something there, and closes it; a failure to reach it becomes a Problem. */
export async function atTarget<T>({ place }: Session, act: (target: Target) => Promise<T>): Promise<T> {
  const target = await place.open();
  try {
    return await act(target);
  } catch (error) {
    throw explainFailure(error, target) ?? error;
  } finally {
    await target.close();
  }
}

/** Whether the checks that make the probe request may run. */
export function mayProbe({ place }: Session, target: Pick<Target, "real">): boolean {
  return place.yes || !target.real;
}

/** The refusal to write to a real account. */
export function probeRefused(target: Pick<Target, "title">): Problem {
  return new Problem(
    "This check makes a probe request, which writes one item and deletes it. The server may only read this account.",
    { target: target.title },
    "A person can allow it: npx tsx mcp --target aws --yes",
  );
}

/** The verdict of one check now; refused where it would write to a real account. */
export async function verdictOf(id: string, session: Session, call: Call): Promise<Reported> {
  const check = await checkCalled(id, session);
  return await atTarget(session, async (target) => {
    const allowed = mayProbe(session, target);
    if (check.acts && !allowed) throw probeRefused(target);
    const report = await runOf(await session.place.load([check.step]), {
      target,
      names: session.place.names(),
      steps: [],
      only: [check.id],
      passive: !allowed,
      ...runOptions(call),
    });
    const [verdict] = report.checks;
    if (!verdict) throw new Error(`The check ${check.id} has no verdict.`);
    return verdict;
  });
}

/** The options of a run that come from a call. */
export function runOptions({ signal, onProgress }: Call) {
  return { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
}

async function checkCalled(id: string, { place }: Session): Promise<Check> {
  const step = everyStepId.find((each) => each === stepOf(id as CheckId));
  const found = step && (await place.load([step])).find((check) => check.id === id);
  if (found) return found;
  const every = (await place.load(everyStepId)).map((check) => check.id);
  const closest = nearestCheck(id, every);
  throw new Problem(
    `There is no check "${id}".`,
    { known: every.join(", "), ...(closest === undefined ? {} : { closest }) },
    "The tool check lists the checks that fail.",
  );
}

import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { callbackStepId, type StepId, stepIds } from "@long-running-api/kit/step-ids";
import type { Report } from "../../../checks/engine/report.ts";
import type { Fault } from "../../../instructor/fault.ts";
import { faults } from "../../../instructor/faults/index.ts";
import { mend } from "../../../instructor/practice/mend.ts";
import { findApi } from "../../../steps/03-api/find-api.ts";
import { canonical, type Identity } from "../observations/canonical.ts";
import { type Checked, openCalledBack, openSolved, type Practice, type PracticeOptions } from "../solved.ts";
import { type SolvedClouds, solvedClouds } from "../solved-clouds.ts";

/** The reports on one fault: before and after the repair, and after its step was undone. */
export interface FaultRun {
  apiId: string;
  broken: Checked;
  mended: Checked;
  undone: Report;
}

/** Breaks a solved environment, repairs it, and undoes the step, in a cloud that nothing else uses meanwhile. */
export async function makeFaultRun(id: string): Promise<FaultRun> {
  const fault = faults.find((each) => each.id === id);
  if (!fault) throw new Error(`No fault is called ${id}.`);
  const steps = stepsFor(fault);
  return await cloudsFor(fault).use(async (practice) => {
    const identity = await identityOf(practice);
    await fault.inject(practice);
    const broken = await check(practice, identity, steps);
    await mend(fault, practice.work());
    const mended = await practice.check(steps);
    return { apiId: identity.apiId, broken, mended, undone: await undone(fault, practice) };
  });
}

/** The checks of an environment with all steps done. */
export async function checkSolved(runtime: PracticeOptions["runtime"] & string): Promise<Checked> {
  const practice = await openSolved({ runtime });
  try {
    return await check(practice, await identityOf(practice));
  } finally {
    await practice.close();
  }
}

/** The same with the second method. */
export async function checkCalledBack(runtime: PracticeOptions["runtime"] & string): Promise<Checked> {
  const practice = await openCalledBack({ runtime });
  try {
    return await check(practice, await identityOf(practice), [callbackStepId]);
  } finally {
    await practice.close();
  }
}

/** The steps whose checks judge a fault: the tutorial's, or the second method's, which stands by itself. */
function stepsFor({ step }: Fault): readonly StepId[] {
  return step === callbackStepId ? [callbackStepId] : stepIds;
}

const clouds = {
  solved: solvedClouds(openSolved),
  /** The function works longer than two seconds. */
  slow: solvedClouds(() => openSolved({ processingSeconds: 4 })),
  calledBack: solvedClouds(openCalledBack),
  withKey: solvedClouds(() => openCalledBack({ conductorKey: { keyId: "a-key", keySecret: "its-secret" } })),
};

/** What a fault breaks. */
function cloudsFor({ id, step, needsKey }: Fault): SolvedClouds {
  if (needsKey) return clouds.withKey;
  if (step === callbackStepId) return clouds.calledBack;
  return id === "id-used-again" ? clouds.slow : clouds.solved;
}

/** Closes the clouds. */
export async function closeFaultRuns(): Promise<void> {
  await Promise.all(Object.values(clouds).map((each) => each.close()));
}

async function check(
  practice: Practice,
  identity: Identity,
  steps: readonly StepId[] = stepIds,
): Promise<Checked> {
  const checked = await practice.check(steps);
  return { ...checked, observations: canonical(checked.observations, identity) };
}

async function identityOf({ target, names }: Practice): Promise<Identity> {
  const { port } = new URL(String(target.aws.endpoint));
  const api = await findApi(new APIGatewayClient(target.aws), names);
  if (!api?.id) throw new Error("There is no API, though everything was solved.");
  return { port, apiId: api.id };
}

async function undone({ breaks, step }: Fault, practice: Practice): Promise<Report> {
  await practice.undo(breaks ?? step);
  return (await practice.check([step])).report;
}

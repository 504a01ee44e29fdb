import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { callbackStepId, type StepId, stepIds } from "@long-running-api/kit/step-ids";
import type { Report } from "../../../checks/engine/report.ts";
import type { Fault } from "../../../instructor/fault.ts";
import { faults } from "../../../instructor/faults/index.ts";
import { mend } from "../../../instructor/practice/mend.ts";
import { findApi } from "../../../steps/03-api/find-api.ts";
import { canonical, type Identity } from "../observations/canonical.ts";
import { type Checked, openCalledBack, openSolved, type Practice, type PracticeOptions } from "../solved.ts";
import { copiesOf } from "../solved-copies.ts";

/** The reports on one fault: before and after the repair, and after its step was undone. */
export interface FaultRun {
  apiId: string;
  broken: Checked;
  mended: Checked;
  undone: Report;
}

/** Breaks a solved environment, repairs it, and undoes the step, in a separate cloud. */
export async function makeFaultRun(id: string): Promise<FaultRun> {
  const fault = faults.find((each) => each.id === id);
  if (!fault) throw new Error(`No fault is called ${id}.`);
  const steps = stepsFor(fault);
  const practice = await openFor(fault);
  try {
    const identity = await identityOf(practice);
    await fault.inject(practice);
    const broken = await check(practice, identity, steps);
    await mend(fault, practice.work());
    const mended = await practice.check(steps);
    return { apiId: identity.apiId, broken, mended, undone: await undone(fault, practice) };
  } finally {
    await practice.close();
  }
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

const solved = copiesOf(openSolved);
const calledBack = copiesOf(openCalledBack);

/** What a fault breaks: a copy, unless it needs a special one. */
function openFor({ id, step, needsKey }: Fault): Promise<Practice> {
  if (needsKey) return openCalledBack({ conductorKey: { keyId: "a-key", keySecret: "its-secret" } });
  if (step === callbackStepId) return calledBack.open();
  return needs[id] ? openSolved(needs[id]) : solved.open();
}

/** Forgets what the copies were made of. */
export async function closeFaultRuns(): Promise<void> {
  await solved.close();
  await calledBack.close();
}

/** Faults that need a function that works longer than two seconds. */
const needs: Readonly<Record<string, PracticeOptions>> = {
  "id-used-again": { processingSeconds: 4 },
};

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

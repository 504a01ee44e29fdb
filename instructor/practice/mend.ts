import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { callbackNames } from "@long-running-api/kit/names";
import { everyStepId, type StepId } from "@long-running-api/kit/step-ids";
import { findFunction } from "../../steps/02-lambda/function.ts";
import { findApi } from "../../steps/03-api/find-api.ts";
import { everyStep } from "../../steps/index.ts";
import type { Work } from "../../steps/step.ts";
import type { Fault, Place } from "../fault.ts";

/**
 * Repairs a fault: undoes the broken step and does it again. Existing later steps are done again too, since they
 * refer to what was created again (a permission, an invoke URL).
 */
export async function mend(fault: Fault, work: Work): Promise<string[]> {
  const broken = fault.breaks ?? fault.step;
  await fault.cleanUp?.(work);
  const later = await laterSteps(work, broken);
  await stepOf(broken).undo(work);
  const messages: string[] = [];
  for (const id of [broken, ...later]) messages.push(...(await stepOf(id).apply(work)).messages);
  return messages;
}

async function laterSteps(place: Place, broken: StepId): Promise<StepId[]> {
  const later = everyStepId.slice(everyStepId.indexOf(broken) + 1);
  const there = await Promise.all(later.map((id) => isThere[id](place)));
  return later.filter((_, index) => there[index]);
}

/** Whether a step was done. A run from before the fault is kept. */
const isThere: Readonly<Record<StepId, (place: Place) => Promise<boolean>>> = {
  "01-table": async () => false,
  "02-lambda": async ({ target, names }) =>
    (await findFunction(new LambdaClient(target.aws), names.function)) !== undefined,
  "03-api": async ({ target, names }) =>
    (await findApi(new APIGatewayClient(target.aws), names)) !== undefined,
  "04-workflow": async ({ target, names }) =>
    (await (await target.conductor()).definition(names.workflow)) !== undefined,
  "05-run": async () => false,
  "06-callback": async ({ target, names }) =>
    (await (await target.conductor()).definition(callbackNames(names).workflow)) !== undefined,
};

function stepOf(id: StepId) {
  const step = everyStep.find((each) => each.id === id);
  if (!step) throw new Error(`There is no step ${id}.`);
  return step;
}

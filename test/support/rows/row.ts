import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { Report } from "../../../checks/engine/report.ts";
import type { Fault } from "../../../instructor/fault.ts";
import { faults } from "../../../instructor/faults/index.ts";
import { mend } from "../../../instructor/practice/mend.ts";
import { findApi } from "../../../steps/03-api/find-api.ts";
import { type Checked, openSolved, type Practice } from "../solved.ts";

/** What the checks said of one fault, before and after it was mended, and after its step was taken back. */
export interface Row {
  apiId: string;
  broken: Checked;
  mended: Checked;
  undone: Report;
}

/** Breaks a solved environment, mends it, and takes the step back, in a cloud of its own. */
export async function makeRow(id: string): Promise<Row> {
  const fault = faults.find((each) => each.id === id);
  if (!fault) throw new Error(`No fault is called ${id}.`);
  const practice = await openSolved(needs[id]);
  try {
    const apiId = await apiIdOf(practice);
    await fault.inject(practice);
    const broken = await practice.check();
    await mend(fault, practice.work());
    const mended = await practice.check();
    return { apiId, broken, mended, undone: await undone(fault, practice) };
  } finally {
    await practice.close();
  }
}

/** What a fault cannot do with a function that works for two seconds. */
const needs: Readonly<Record<string, { processingSeconds: number }>> = {
  "id-used-again": { processingSeconds: 4 },
};

async function apiIdOf({ target, names }: Practice): Promise<string> {
  return (await findApi(new APIGatewayClient(target.aws), names))?.id ?? "";
}

async function undone({ breaks, step }: Fault, practice: Practice): Promise<Report> {
  await practice.undo(breaks ?? step);
  return (await practice.check([step])).report;
}

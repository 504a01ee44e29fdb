import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import type { Fault } from "../fault.ts";
import { tableFaults } from "./01-table.ts";
import { lambdaFaults } from "./02-lambda/index.ts";
import { apiFaults } from "./03-api/index.ts";
import { workflowFaults } from "./04-workflow/index.ts";
import { runFaults } from "./05-run.ts";
import { callbackFaults } from "./06-callback.ts";

/** Every fault, in the order of the checks that it trips. */
export const faults: readonly Fault[] = [
  ...tableFaults,
  ...lambdaFaults,
  ...apiFaults,
  ...workflowFaults,
  ...runFaults,
  ...callbackFaults,
];

/** The fault of a name; an unknown one is a Problem that lists those of the step. */
export function faultOf(id: string, among: readonly Fault[]): Fault {
  const fault = among.find((each) => each.id === id);
  if (fault) return fault;
  const known = among.map((each) => each.id);
  const closest = nearest(id, known);
  throw new Problem(
    `This step has no fault "${id}".`,
    { known: known.join(", "), ...(closest === undefined ? {} : { closest }) },
    "npx tsx instructor break --list",
  );
}

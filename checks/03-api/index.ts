import { main } from "@long-running-api/kit/main";
import { tableChecks } from "../01-table.ts";
import { lambdaChecks } from "../02-lambda/index.ts";
import type { Check } from "../check.ts";
import { runCommand } from "../command.ts";
import { getCompleted, getProcessing, getUnknownId, postIsAsynchronous } from "./behaviour.ts";
import { deployed, deploymentCurrent } from "./deployment.ts";
import { getIntegration, postIntegration } from "./integrations.ts";
import { permission } from "./permission.ts";
import { getRequest, invocationType, postRequest } from "./requests.ts";
import { exists, getMethod, open, postMethod } from "./resources.ts";
import { getBody, getResponse, postAcknowledgement, postResponse } from "./responses.ts";

/** Exists, then configured, then behaves. */
export const apiChecks: readonly Check[] = [
  exists,
  postMethod,
  getMethod,
  open,
  postIntegration,
  getIntegration,
  permission,
  postRequest,
  invocationType,
  postResponse,
  postAcknowledgement,
  getRequest,
  getResponse,
  getBody,
  deployed,
  deploymentCurrent,
  postIsAsynchronous,
  getUnknownId,
  getProcessing,
  getCompleted,
];

await main(import.meta, (argv) =>
  runCommand({
    argv,
    usage: "npx tsx checks/03-api",
    steps: ["03-api"],
    checks: [...tableChecks, ...lambdaChecks, ...apiChecks],
  }),
);

import { main } from "@long-running-api/kit/main";
import { tableChecks } from "../01-table.ts";
import { lambdaChecks } from "../02-lambda/index.ts";
import { apiChecks } from "../03-api/index.ts";
import type { Check } from "../check.ts";
import { runCommand } from "../command.ts";
import { pollAddress, startAddress } from "./addresses.ts";
import { conditionCompiles, conditionCompleted, conditionUnfinished } from "./condition.ts";
import { pollTask, registered, startTask, timeLimit } from "./definition.ts";
import { pollRequest, startRequest } from "./requests.ts";

export const workflowChecks: readonly Check[] = [
  registered,
  startTask,
  pollTask,
  startAddress,
  startRequest,
  pollAddress,
  pollRequest,
  timeLimit,
  conditionCompiles,
  conditionCompleted,
  conditionUnfinished,
];

await main(import.meta, (argv) =>
  runCommand({
    argv,
    usage: "npx tsx checks/04-workflow",
    steps: ["04-workflow"],
    checks: [...tableChecks, ...lambdaChecks, ...apiChecks, ...workflowChecks],
  }),
);

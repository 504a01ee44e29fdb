import type { Check } from "../engine/check.ts";
import { pollAddress, startAddress } from "./addresses.ts";
import { conditionCompiles, conditionCompleted, conditionUnfinished } from "./condition.ts";
import { pollTask, registered, startTask } from "./definition.ts";
import { timeLimit } from "./limits.ts";
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

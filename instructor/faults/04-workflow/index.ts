import { addressesFaults } from "./addresses.ts";
import { conditionFaults } from "./condition.ts";
import { definitionFaults } from "./definition.ts";
import { requestsFaults } from "./requests.ts";

export const workflowFaults = [
  ...definitionFaults,
  ...addressesFaults,
  ...requestsFaults,
  ...conditionFaults,
];

import { behaviourFaults } from "./behaviour.ts";
import { earlyEndFaults } from "./early-end.ts";
import { permissionFaults } from "./permissions.ts";
import { requestFaults } from "./requests.ts";
import { resourceFaults } from "./resources.ts";
import { responseFaults } from "./responses.ts";

export const apiFaults = [
  ...resourceFaults,
  ...permissionFaults,
  ...requestFaults,
  ...responseFaults,
  ...behaviourFaults,
  ...earlyEndFaults,
];

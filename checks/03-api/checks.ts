import type { Check } from "../engine/check.ts";
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

import { invalid, type ValidationError } from "../error.ts";
import type { TaskDefinition } from "./model.ts";

/** Limits that must not be negative; the server's message shows the bound, not the value. */
const notNegative = [
  "retryCount",
  "pollTimeoutSeconds",
  "backoffJitterMs",
  "maxRetryDelaySeconds",
  "totalTimeoutSeconds",
] as const;

/** Refuses a task definition as Conductor does. */
export function checkTaskDefinition(definition: TaskDefinition, argument: string): void {
  const errors = [...fieldErrors(definition), ...timeoutErrors(definition)].map(({ path, ...error }) => ({
    path: argument + path,
    ...error,
  }));
  if (errors.length > 0) throw invalid(errors);
}

function* fieldErrors(definition: TaskDefinition): Generator<ValidationError> {
  const { name, responseTimeoutSeconds, backoffScaleFactor } = definition;
  if (name === "") yield { path: ".name", message: "TaskDef name cannot be null or empty" };
  for (const field of notNegative) {
    const value = definition[field] ?? 0;
    const message = `TaskDef ${field}: 0 must be >= 0`;
    if (value < 0) yield { path: `.${field}`, message, invalidValue: String(value) };
  }
  if (backoffScaleFactor < 1) {
    const message = "Backoff scale factor. Applicable for LINEAR_BACKOFF";
    yield { path: ".backoffScaleFactor", message, invalidValue: String(backoffScaleFactor) };
  }
  if (responseTimeoutSeconds < 1) {
    const message = `TaskDef responseTimeoutSeconds: ${responseTimeoutSeconds} should be minimum 1 second`;
    yield { path: ".responseTimeoutSeconds", message, invalidValue: String(responseTimeoutSeconds) };
  }
}

function* timeoutErrors(definition: TaskDefinition): Generator<ValidationError> {
  const { name, timeoutSeconds, responseTimeoutSeconds, totalTimeoutSeconds } = definition;
  if (timeoutSeconds > 0 && responseTimeoutSeconds > timeoutSeconds) {
    const message = `TaskDef: ${name} responseTimeoutSeconds: ${responseTimeoutSeconds} must be less than timeoutSeconds: ${timeoutSeconds}`;
    yield { path: "", message };
  }
  if (totalTimeoutSeconds > 0 && timeoutSeconds > totalTimeoutSeconds) {
    const message = `TaskDef: ${name} timeoutSeconds: ${timeoutSeconds} must be less than or equal to totalTimeoutSeconds: ${totalTimeoutSeconds}`;
    yield { path: "", message };
  }
}

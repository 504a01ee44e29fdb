import { invalid, type ValidationError } from "../error.ts";
import type { TaskDefinition } from "./model.ts";

/** Refuses a task definition as Conductor does. */
export function checkTaskDefinition(definition: TaskDefinition, argument: string): void {
  const errors: ValidationError[] = [];
  const { name, retryCount, timeoutSeconds, responseTimeoutSeconds } = definition;
  if (name === "") errors.push({ path: `${argument}.name`, message: "TaskDef name cannot be null or empty" });
  if (retryCount < 0) {
    errors.push({
      path: `${argument}.retryCount`,
      message: "TaskDef retryCount: 0 must be >= 0",
      invalidValue: String(retryCount),
    });
  }
  if (responseTimeoutSeconds < 1) {
    errors.push({
      path: `${argument}.responseTimeoutSeconds`,
      message: `TaskDef responseTimeoutSeconds: ${responseTimeoutSeconds} should be minimum 1 second`,
      invalidValue: String(responseTimeoutSeconds),
    });
  }
  if (timeoutSeconds > 0 && responseTimeoutSeconds > timeoutSeconds) {
    errors.push({
      path: argument,
      message: `TaskDef: ${name} responseTimeoutSeconds: ${responseTimeoutSeconds} must be less than timeoutSeconds: ${timeoutSeconds}`,
    });
  }
  if (errors.length > 0) throw invalid(errors);
}

import { LambdaClient } from "@aws-sdk/client-lambda";
import { findFunction } from "../../steps/02-lambda/function.ts";
import { defaultProcessingSeconds } from "../../steps/02-lambda/index.ts";
import type { StepOptions } from "../../steps/step.ts";
import type { Place } from "../fault.ts";

/** The options that the step created the function with, so that a repair creates the same function again. */
export interface FunctionSettings {
  runtime: "node" | "python";
  processingSeconds: string;
}

/** Read from the function before the fault is injected; the step's defaults if it does not exist. */
export async function functionSettings({ target, names }: Place): Promise<FunctionSettings> {
  const found = await findFunction(new LambdaClient(target.aws), names.function);
  const { Runtime = "", Environment } = found?.configuration ?? {};
  return {
    runtime: Runtime.startsWith("python") ? "python" : "node",
    processingSeconds: Environment?.Variables?.["PROCESSING_SECONDS"] ?? String(defaultProcessingSeconds),
  };
}

/** The same as options of the step. */
export function asOptions({ runtime, processingSeconds }: FunctionSettings): StepOptions {
  return { runtime, "processing-seconds": processingSeconds };
}

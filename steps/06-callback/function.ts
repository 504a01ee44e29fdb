import { type FunctionConfiguration, LambdaClient } from "@aws-sdk/client-lambda";
import { Problem } from "@long-running-api/foundation/problem";
import { readNumber } from "@long-running-api/kit/cli";
import { callbackNames } from "@long-running-api/kit/names";
import { functionCode, variantOf } from "../02-lambda/code.ts";
import { ensureFunction, findFunction, timeoutSeconds } from "../02-lambda/function.ts";
import { asVariant, defaultProcessingSeconds } from "../02-lambda/index.ts";
import type { DesignFile } from "../designs/index.ts";
import { missingStep } from "../missing.ts";
import { designsOf, type Work } from "../step.ts";
import { heartbeatSeconds } from "./limits.ts";

/** The function that calls back, and the settings that it was created with. */
export interface CallbackFunction {
  configuration: FunctionConfiguration;
  processingSeconds: number;
  timeoutSeconds: number;
  file: DesignFile;
}

/** Creates the function that calls back; it takes the role of the tutorial's function, which may use the same table. */
export async function ensureCallbackFunction(work: Work): Promise<CallbackFunction> {
  const { target, names, options } = work;
  const designs = designsOf(work);
  const server = reachable(work);
  const processingSeconds =
    readNumber("processing-seconds", options["processing-seconds"], { min: 0, max: 890 }) ??
    defaultProcessingSeconds;
  const variant = asVariant(options.runtime) ?? (await variantOf(designs, "callback"));
  const problem = variant === "python" ? await target.pythonProblem?.() : undefined;
  if (problem) throw problem;
  const client = new LambdaClient(target.aws);
  try {
    const roleArn = (await findFunction(client, names.function))?.configuration.Role;
    if (!roleArn)
      throw missingStep("02-lambda", `There is no function ${names.function}.`, "lambda:GetFunction");
    const code = await functionCode[variant](designs, "callback");
    const seconds = timeoutSeconds(processingSeconds);
    const configuration = await ensureFunction(client, callbackNames(names), {
      code,
      roleArn,
      processingSeconds,
      timeoutSeconds: seconds,
      waiting: target.waiting,
      description: "Works for a while, then completes the Conductor task that waits for it",
      variables: {
        HEARTBEAT_SECONDS: String(heartbeatSeconds),
        CONDUCTOR_SERVER_URL: server,
        ...keyVariables(target),
      },
    });
    return { configuration, processingSeconds, timeoutSeconds: seconds, file: code.file };
  } finally {
    client.destroy();
  }
}

/** The variables that hold Conductor's key; a server without keys needs none. */
function keyVariables({ conductorKey }: Work["target"]): Record<string, string> {
  return conductorKey
    ? { CONDUCTOR_AUTH_KEY: conductorKey.keyId, CONDUCTOR_AUTH_SECRET: conductorKey.keySecret }
    : {};
}

/** Lambda in AWS cannot reach a server on this machine. */
function reachable({ target: { conductorUrl, real } }: Work): string {
  const { hostname } = new URL(conductorUrl);
  if (!real || !/^(localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(hostname)) return conductorUrl;
  throw new Problem(
    "The function runs in AWS, and cannot call a Conductor server on this machine.",
    { CONDUCTOR_SERVER_URL: conductorUrl },
    "Use a server with a public address, such as https://developer.orkescloud.com/api",
  );
}

import { type ProbeContext, within } from "../engine/probe-context.ts";
import type { FunctionAnswer } from "../rules/status-answer.ts";
import { lambda } from "./clients.ts";
import { unknownId } from "./request-id.ts";

/** A status takes milliseconds, a cold start a few seconds; the work takes longer. */
const answerSecondsMax = 15;
const slow = "Slow";
const payloadCharactersMax = 64 * 1024;

/**
 * Invokes the function with the action status and an unknown requestId: read-only, and shows whether its code runs. A function
 * that does not respond in time is invoked once more: its first start on a busy machine may take that long, its
 * second does not.
 */
export async function askStatus(context: ProbeContext, functionArn: string): Promise<FunctionAnswer> {
  const first = await askOnce(context, functionArn);
  return first.error?.type === slow ? await askOnce(context, functionArn) : first;
}

async function askOnce(context: ProbeContext, functionArn: string): Promise<FunctionAnswer> {
  const { client, InvokeCommand } = await context.ask(lambda);
  const answer = await client
    .send(
      new InvokeCommand({
        FunctionName: functionArn,
        Payload: new TextEncoder().encode(
          JSON.stringify({ action: "status", requestId: await context.ask(unknownId) }),
        ),
      }),
      { abortSignal: within(context.signal, answerSecondsMax) },
    )
    .catch((error: unknown) => {
      context.signal.throwIfAborted();
      return refusedByLambda(error);
    });
  if ("payload" in answer) return answer;
  const payload = new TextDecoder().decode(answer.Payload).slice(0, payloadCharactersMax);
  if (answer.FunctionError === undefined) return { payload };
  const { errorType, errorMessage } = readError(payload);
  return { payload, error: { type: errorType ?? answer.FunctionError, message: errorMessage ?? payload } };
}

/** Errors about the function, not about the caller or throttling. */
function refusedByLambda(error: unknown): FunctionAnswer {
  if (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError"))
    return { payload: "", error: { type: slow, message: `no answer within ${answerSecondsMax} s` } };
  if (error instanceof Error) {
    const { Reason = "" } = error as Error & { Reason?: string };
    const reserved = Reason.startsWith("Reserved");
    if (reserved || /cannot be assumed by Lambda/.test(error.message) || aboutFunction.test(error.name))
      return { payload: "", error: { type: reserved ? Reason : error.name, message: error.message } };
  }
  throw error;
}

const aboutFunction =
  /^(InvalidZipFileException|InvalidRuntimeException|InvalidSecurityGroupIDException|InvalidSubnetIDException|KMS\w+Exception|EFS\w+Exception|ENILimitReachedException|ResourceConflictException|ResourceNotReadyException|SubnetIPAddressLimitReachedException|RecursiveInvocationException)$/;

/** What the payload of a failed function says. */
export function readError(payload: string): { errorType?: string; errorMessage?: string } {
  try {
    return JSON.parse(payload) as { errorType?: string; errorMessage?: string };
  } catch {
    return {};
  }
}

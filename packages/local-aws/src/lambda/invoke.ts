import { AwsError } from "../action.ts";
import type { Admission } from "./admission.ts";
import type { AsyncQueue } from "./async-queue.ts";
import { tooLarge } from "./errors.ts";
import type { Call, Execution } from "./execution.ts";
import { jacksonParseError } from "./jackson-parse-error.ts";
import { latest } from "./names.ts";
import { allowingStatement, type ServiceCall, type Statement } from "./resource-policy.ts";
import { EnvironmentEnded, type InvocationResult } from "./runtime/index.ts";
import type { FunctionRecord } from "./store.ts";

export type InvocationType = "RequestResponse" | "Event" | "DryRun";

/** One call, from the API or from another service. */
export interface InvokeCall extends Call {
  invocationType: InvocationType;
}

export interface InvokeAnswer {
  /** 200 with a payload, 202 for Event, 204 for DryRun. */
  status: 200 | 202 | 204;
  payload: Buffer;
  functionError?: "Unhandled";
  logTail?: string;
  executedVersion?: string;
}

/** Invokes functions; throws AwsError for every request that AWS rejects. */
export interface Invoker {
  invoke(call: InvokeCall): Promise<InvokeAnswer>;
  /** On behalf of another service: returns the statement of the function's policy that allows it. */
  requirePermission(call: Pick<InvokeCall, "region" | "name" | "qualifier">, service: ServiceCall): Statement;
}

export interface InvokerOptions {
  execution: Execution;
  admission: Pick<Admission, "admit">;
  queue: Pick<AsyncQueue, "put">;
}

const payloadBytesMax = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 } as const;

export function createInvoker({ execution, admission, queue }: InvokerOptions): Invoker {
  return {
    async invoke(call) {
      const runnable = execution.requireRunnable(call);
      requirePayload(call);
      if (call.invocationType === "DryRun") return { status: 204, payload: Buffer.alloc(0) };
      if (call.invocationType === "Event") {
        queue.put(call);
        return { status: 202, payload: Buffer.alloc(0) };
      }
      const place = { leave: admission.admit(runnable.record), urgency: "awaited" } as const;
      return answerOf(await execution.run(call, runnable, place).catch(tellEnd));
    },
    requirePermission(call, service) {
      const record = execution.find(call);
      const { qualifier } = call;
      const key = qualifier === undefined || qualifier === latest ? "" : qualifier;
      const statement = allowingStatement(record.policies[key], service);
      if (!statement) throw notPermitted(record, qualifier, service);
      return statement;
    },
  };
}

function notPermitted(
  record: FunctionRecord,
  qualifier: string | undefined,
  { principal, sourceArn }: ServiceCall,
): AwsError {
  const resource = qualifier === undefined ? record.arn : `${record.arn}:${qualifier}`;
  const message = `User: ${principal} is not authorized to perform: lambda:InvokeFunction on resource: ${resource} because no resource-based policy allows the lambda:InvokeFunction action (source ARN ${sourceArn})`;
  return new AwsError("AccessDeniedException", message, 403);
}

function tellEnd(error: unknown): never {
  if (!(error instanceof EnvironmentEnded)) throw error;
  throw new AwsError(
    "ServiceException",
    "The local cloud is stopping: it has stopped the function too.",
    500,
    {
      Type: "Service",
    },
  );
}

function answerOf({ payload, functionError, logTail, executedVersion }: InvocationResult): InvokeAnswer {
  return { status: 200, payload, logTail, executedVersion, ...(functionError ? { functionError } : {}) };
}

function requirePayload({ payload, invocationType }: InvokeCall): void {
  const max = payloadBytesMax[invocationType];
  if (payload.length > max)
    throw tooLarge(`Request must be smaller than ${max} bytes for the InvokeFunction operation`);
  if (payload.length === 0) return;
  if (isJson(payload)) return;
  const why = jacksonParseError(payload) ?? "Invalid JSON";
  throw new AwsError(
    "InvalidRequestContentException",
    `Could not parse request body into json: Could not parse payload into json: ${why}`,
    400,
    { Type: "User" },
  );
}

function isJson(payload: Buffer): boolean {
  try {
    JSON.parse(strictUtf8.decode(payload));
    return true;
  } catch {
    return false;
  }
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

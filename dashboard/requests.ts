import { isObject } from "@long-running-api/foundation/objects";
import type {
  DecidingStatement,
  FunctionCall,
  RequestRecord,
  TemplateRecord,
} from "@long-running-api/page/request-record";
import type { JournalEntry } from "./journal.ts";
import { type Attempt, attemptsIn } from "./runs/invocations.ts";
import { textsIn } from "./runs/table-calls.ts";

/** A function's end is recorded when its line arrives, and its requests when they are answered: their order varies. */
const lateMs = 20;

/** Everything that the journal has about one request to API Gateway; undefined when it has nothing. */
export function readRequest(entries: readonly JournalEntry[], id: string): RequestRecord | undefined {
  const entry = entries.find(({ kind, requestId }) => kind === "execute" && requestId === id);
  if (!entry) return undefined;
  const { apiId, stage, method, path, status, ms, log, boxes } = entry as Record<string, unknown>;
  const record = (boxes ?? {}) as Omit<RequestRecord, "id" | "time">;
  const invocationId = record.invocation?.id;
  const attempt = invocationId === undefined ? undefined : attemptsIn(entries).get(invocationId)?.at(-1);
  const templates = entries.filter(({ kind, requestId }) => kind === "template" && requestId === id);
  return {
    ...record,
    id,
    time: Date.parse(entry.time),
    apiId: String(apiId),
    stage: String(stage),
    method: String(method),
    path: String(path),
    status: Number(status),
    ...(typeof ms === "number" ? { ms } : {}),
    log: Array.isArray(log) ? log.map(String) : [],
    templates: templates.map((each) => templateOf(each)),
    ...(attempt ? { attempt } : {}),
    functionLines: invocationId === undefined ? [] : linesOf(entries, invocationId),
    functionCalls: attempt ? callsOf(entries, attempt, record.integrationRequest?.body ?? "") : [],
  };
}

function templateOf({
  phase,
  template,
  body,
  params,
  output,
  error,
  excerpt,
  ...more
}: JournalEntry): TemplateRecord {
  const overrides = more["requestOverride"] ?? more["responseOverride"];
  return {
    phase: phase === "response" ? "response" : "request",
    template: String(template),
    body: String(body),
    params: (params ?? {}) as TemplateRecord["params"],
    ...(output === undefined ? {} : { output: String(output) }),
    ...(error === undefined ? {} : { error: String(error), excerpt: String(excerpt ?? "") }),
    ...(overrides === undefined ? {} : { overrides }),
    ...(isObject(more["carried"]) ? { carried: more["carried"] } : {}),
  };
}

function linesOf(entries: readonly JournalEntry[], invocationId: string): string[] {
  return entries.flatMap(({ kind, message }) =>
    kind === "function" && typeof message === "string" && message.includes(invocationId)
      ? [message.trimEnd()]
      : [],
  );
}

/** The requests that the function sent to AWS in that time and about what it had received. */
function callsOf(entries: readonly JournalEntry[], { start, end }: Attempt, event: string): FunctionCall[] {
  return entries.flatMap(({ kind, time, service, operation, caller, input, allowedBy, error }) => {
    const at = Date.parse(time);
    const role = /:assumed-role\/([^/]+)\//.exec(String(caller))?.[1];
    if (kind !== "aws" || role === undefined || at < start || at > (end ?? Infinity) + lateMs) return [];
    if (!textsIn(String(input)).some((text) => text !== "" && event.includes(JSON.stringify(text))))
      return [];
    const [decided] = Array.isArray(allowedBy) ? (allowedBy as DecidingStatement[]) : [];
    return {
      action: `${service}:${operation}`,
      role,
      ...(decided ? { allowedBy: { ...decided, policy: ownName(decided.policy, role) } } : {}),
      ...(error === undefined ? {} : { error: String(error) }),
    };
  });
}

/** An inline policy is recorded as role_ROLE_NAME. */
function ownName(policy: string, role: string): string {
  const prefix = `role_${role}_`;
  return policy.startsWith(prefix) ? policy.slice(prefix.length) : policy;
}

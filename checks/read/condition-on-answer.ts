import { parseBody } from "@long-running-api/conductor/http/response-body";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { parseJson } from "../rules/gateway/json.ts";
import { statuses } from "../rules/gateway/samples.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import type { HttpSeen } from "./call.ts";
import { evaluate } from "./condition.ts";
import { provenRun } from "./proven-run.ts";
import { conditionOf, theWorkflow } from "./the-workflow.ts";

/** What the registered condition makes of an answer without the tutorial's words; only where a run proved it. */
export async function conditionOnAnswer(
  context: ProbeContext,
  last: HttpSeen,
): Promise<"done" | "again" | undefined> {
  if (last.kind !== "answer") return undefined;
  const json = parseJson(last.body);
  if (statuses.some((known) => known === statusIn(json).status)) return undefined;
  if (!(await undefinedIfUnreadable(context, () => context.ask(provenRun)))) return undefined;
  const workflow = await context.ask(theWorkflow);
  const response = { statusCode: last.status, headers: {}, body: parseBody(last.body) };
  const { kind } = await evaluate(context, conditionOf(workflow), {
    input: { http_request: workflow.poll?.request, ...workflow.poll?.input },
    response,
  });
  return kind === "done" || kind === "again" ? kind : undefined;
}

/** Whether the registered poll takes a real 404 for an answer. */
export async function accepts404(context: ProbeContext): Promise<boolean> {
  const workflow = await undefinedIfUnreadable(context, () => context.ask(theWorkflow));
  const codes = workflow?.poll?.request["acceptedStatusCodes"];
  return (Array.isArray(codes) ? codes.map(String) : String(codes ?? "").split(",")).some((code) =>
    /^\s*4(04|xx)\s*$/i.test(code),
  );
}

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

/** The registered condition's result for a response without the tutorial's statuses; only if a run proved the condition. */
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

/** Whether the registered poll accepts a real 404. */
export async function accepts404(context: ProbeContext): Promise<boolean> {
  const workflow = await undefinedIfUnreadable(context, () => context.ask(theWorkflow));
  const codes = workflow?.poll?.request["acceptedStatusCodes"];
  return (Array.isArray(codes) ? codes.map(String) : String(codes ?? "").split(",")).some((code) =>
    /^\s*4(04|xx)\s*$/i.test(code),
  );
}

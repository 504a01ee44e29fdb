import type { Workflow } from "@long-running-api/conductor/client";
import { inSeconds } from "@long-running-api/foundation/text";
import { callbackNames } from "@long-running-api/kit/names";
import { follow } from "../05-run/follow.ts";
import { isOpen, reasonOf } from "../05-run/record.ts";
import { chooseRequestId } from "../05-run/request-id.ts";
import { correlationId } from "../owned.ts";
import type { Done, Work } from "../step.ts";

/** Runs the workflow once, and follows it until it has ended. */
export async function runCallback(work: Work, secondsMax: number): Promise<Done> {
  const { target, output } = work;
  const names = callbackNames(work.names);
  const conductor = await target.conductor();
  const requestId = await chooseRequestId(work);
  const workflowId = await conductor.start({
    name: names.workflow,
    input: { requestId },
    correlationId: correlationId(names),
  });
  output.say(`  Started execution ${workflowId} with requestId ${requestId}.`);
  const execution = await follow({ conductor, workflowId, output, secondsMax: () => secondsMax });
  const by = completedBy(execution);
  const facts = { workflowId, requestId, status: execution.status, completedBy: by };
  const took = inSeconds((execution.endTime ?? 0) - (execution.createTime ?? 0));
  if (execution.status === "COMPLETED")
    return {
      messages: [
        by === "callback"
          ? `The execution ${workflowId} is COMPLETED after ${took}: the function completed its task.`
          : `The execution ${workflowId} is COMPLETED after ${took}, but by its fallback: the callback did not arrive.`,
      ],
      facts,
      ...(by === "callback" ? {} : { exitCode: 2 as const }),
    };
  const why = isOpen(execution.status)
    ? `still ${execution.status} after ${secondsMax} s, and keeps running`
    : `${execution.status}: ${reasonOf(execution) ?? "no reason given"}`;
  return { messages: [`The execution ${workflowId} is ${why}.`], facts, exitCode: 2 };
}

function completedBy({ tasks = [] }: Workflow): "callback" | "poll" {
  return tasks[0]?.status === "COMPLETED" ? "callback" : "poll";
}

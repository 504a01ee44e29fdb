import { expect } from "vitest";
import type { Execution, Rest } from "./rest.ts";

/**
 * An operator's own definition, by which an abandoned poll comes back sooner than by the worker's. Much less than this
 * a busy machine may need itself, and Conductor OSS keeps both answers when one comes just as it reassigns the poll.
 */
export const impatient = {
  name: "poll_of_an_impatient_operator",
  ownerEmail: "tests@example.com",
  retryCount: 10,
  retryLogic: "FIXED",
  retryDelaySeconds: 0,
  timeoutSeconds: 0,
  responseTimeoutSeconds: 10,
};

/** A workflow with one HTTP_POLL of a job and a task after it; `taskName` says by which definition it is watched. */
export function pollingWorkflow(name: string, taskName: string, jobUrl: string): object {
  const http_request = {
    uri: `${jobUrl}/\${workflow.workflowId}`,
    method: "GET",
    // The job runs in the tests' own process, which may be blocked; the worker's definition waits 15 s longer.
    connectionTimeOut: 2_000,
    readTimeOut: 8_000,
    pollingInterval: "1",
    terminationCondition: '$.output.response.body.status == "COMPLETED"',
  };
  const status = "${poll.output.response.body.status}";
  return {
    name,
    version: 1,
    schemaVersion: 2,
    ownerEmail: "tests@example.com",
    timeoutSeconds: 0,
    tasks: [
      {
        name: taskName,
        taskReferenceName: "poll",
        type: "HTTP_POLL",
        inputParameters: { http_request },
      },
      { name: "after", taskReferenceName: "after", type: "SET_VARIABLE", inputParameters: { status } },
    ],
  };
}

/** Starts a number of runs; returns those that the server acknowledged. */
export async function startRuns(rest: Rest, name: string, runs: number, domain?: string): Promise<string[]> {
  const started = await Promise.allSettled(Array.from({ length: runs }, () => rest.start(name, {}, domain)));
  return started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

/** Waits for all of them, and checks that each was completed once: its polls led to exactly one next task. */
export async function allAnsweredOnce(
  rest: Rest,
  ids: readonly string[],
  { secondsMax, serverKilled = false }: { secondsMax: number; serverKilled?: boolean },
): Promise<void> {
  const executions = await Promise.all(ids.map((id) => rest.ended(id, secondsMax)));
  const wrong = executions.filter((execution) => !answeredOnce(execution, serverKilled));
  expect(wrong.map(shown), `of ${ids.length} runs`).toEqual([]);
}

function answeredOnce({ status, variables, tasks }: Execution, serverKilled: boolean): boolean {
  const polls = tasks
    .filter(({ referenceTaskName }) => referenceTaskName === "poll")
    .sort((one, other) => one.retryCount - other.retryCount);
  const afters = tasks.filter(({ referenceTaskName }) => referenceTaskName === "after");
  // Abandoned attempts. A server that is killed while it stores a result may assign the poll
  // again and keep both results: only the last one counts.
  const abandoned = serverKilled ? ["TIMED_OUT", "COMPLETED"] : ["TIMED_OUT"];
  return (
    status === "COMPLETED" &&
    (variables as { status?: string }).status === "COMPLETED" &&
    polls.at(-1)?.status === "COMPLETED" &&
    polls.slice(0, -1).every((poll) => abandoned.includes(poll.status)) &&
    afters.length === 1 &&
    afters[0]?.status === "COMPLETED"
  );
}

function shown({ workflowId, status, tasks }: Execution): string {
  const of = tasks.map(
    (task) =>
      `${task.referenceTaskName} ${task.status} ${task.pollCount} ${task.reasonForIncompletion ?? ""}`,
  );
  return `${workflowId} ${status}: ${of.join("; ")}`;
}

import { setTimeout as sleep } from "node:timers/promises";
import { workerTaskNames } from "./definitions.ts";
import type { Rest, Task } from "./rest.ts";

/** Serves the generated SIMPLE tasks of a server; each task's input says what to do. */
export function startSimpleWorker({ get, send }: Rest): { stop(): Promise<void> } {
  let stopped = false;
  const serve = async (name: string) => {
    while (!stopped) {
      const tasks = await get<Task[]>(`/tasks/poll/batch/${name}?count=20&timeout=100&workerid=tests`).catch(
        () => [],
      );
      await Promise.all(tasks.map((task) => send("POST", "/tasks", resultOf(task)).catch(() => undefined)));
      if (tasks.length === 0) await sleep(50);
    }
  };
  const loops = workerTaskNames.map(serve);
  return {
    async stop() {
      stopped = true;
      await Promise.all(loops);
    },
  };
}

function resultOf({ taskId, workflowInstanceId, inputData, retryCount, pollCount }: Task): object {
  const of = { taskId, workflowInstanceId, workerId: "tests" };
  const failed = (status: string) => ({
    ...of,
    status,
    reasonForIncompletion: "as asked",
    outputData: { tries: retryCount },
  });
  const { todo, given } = inputData;
  if (
    todo === "fail" ||
    (todo === "fail once" && retryCount < 1) ||
    (todo === "fail twice" && retryCount < 2)
  )
    return failed("FAILED");
  if (todo === "fail for good") return failed("FAILED_WITH_TERMINAL_ERROR");
  if (todo === "wait first" && pollCount < 2)
    return { ...of, status: "IN_PROGRESS", callbackAfterSeconds: 1, outputData: { waits: true } };
  return { ...of, status: "COMPLETED", outputData: { result: given ?? null, deep: { er: 1 } } };
}

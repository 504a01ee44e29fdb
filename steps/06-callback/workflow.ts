import type { TaskDef, WorkflowDef } from "@long-running-api/conductor/client";
import { callbackNames, type Names } from "@long-running-api/kit/names";
import { fillIn, mark, readWorkflowDesign, sameDefinition } from "../04-workflow/definition.ts";
import { findInvokeUrl, requireMarked } from "../04-workflow/index.ts";
import { registerTaskDefinitions } from "../04-workflow/task-definitions.ts";
import type { DesignFile } from "../designs/index.ts";
import { sendFile } from "../designs/refused-file.ts";
import { designsOf, type Work } from "../step.ts";
import { limitsFor } from "./limits.ts";
import { taskName } from "./task-name.ts";

const openUrl = "https://<your-callback-api-id>.execute-api.<your-region>.amazonaws.com/<stage>";

/** The definition of the task that waits: its time limits. When they expire the task fails, is not retried, and the workflow polls. */
export function taskDefinition(names: Names, functionTimeoutSeconds: number): TaskDef {
  return {
    name: taskName(names),
    description: `Waits for the callback ${mark(names)}`,
    retryCount: 0,
    timeoutPolicy: "RETRY",
    totalTimeoutSeconds: 0,
    ...limitsFor(functionTimeoutSeconds),
  };
}

/** Registers the workflow and the definition of its task: a run keeps the definitions that there are at its start. */
export async function registerCallbackWorkflow(
  work: Work,
  { startUrl, functionTimeoutSeconds }: { startUrl: string; functionTimeoutSeconds: number },
): Promise<{ definition: WorkflowDef; task: TaskDef; file: DesignFile }> {
  const { target, names } = work;
  const { workflow: name } = callbackNames(names);
  const { definition, file } = await readWorkflowDesign(
    designsOf(work),
    work.options.loop ? "callback-loop.json" : "callback.json",
  );
  const [start, ...others] = definition.tasks;
  const text = JSON.stringify({
    ...definition,
    tasks: start ? [{ ...start, name: taskName(names) }, ...others] : [],
  });
  const open = JSON.parse(text.replaceAll(openUrl, startUrl)) as WorkflowDef;
  const wanted = fillIn(open, { name, invokeUrl: await findInvokeUrl(work), names });
  const conductor = await target.conductor();
  const registered = await conductor.definition(name);
  requireMarked(registered, callbackNames(names));
  const task = taskDefinition(names, functionTimeoutSeconds);
  await conductor.registerTask(task);
  await registerTaskDefinitions(target, wanted); // for the poll after it
  if (!registered || !sameDefinition(registered, wanted))
    await sendFile(file, "Conductor", () => conductor.register(wanted));
  return { definition: wanted, task, file };
}

/** Deletes the definition of the task that waits. */
export async function unregisterTask({ target, names }: Pick<Work, "target" | "names">): Promise<string> {
  const conductor = await target.conductor();
  const name = taskName(names);
  const known = (await conductor.taskDefinitions()).some((each) => each.name === name);
  if (known) await conductor.unregisterTask(name);
  return known ? `Deleted the task definition ${name}.` : `The task definition ${name} did not exist.`;
}

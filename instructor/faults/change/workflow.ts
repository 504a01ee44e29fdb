import type { TaskDef, WorkflowDef } from "@long-running-api/conductor/client";
import { stringifyJson } from "@long-running-api/conductor/json";
import { Problem } from "@long-running-api/foundation/problem";
import { isMarked } from "../../../steps/04-workflow/definition.ts";
import { missingStep } from "../../../steps/missing.ts";
import type { Place } from "../../fault.ts";
import type { Change } from "./change.ts";

type Request = Readonly<Record<string, unknown>>;

/** Registers the definition with a change. */
export function redefine(change: (definition: WorkflowDef) => WorkflowDef): Change {
  return async (place) => {
    const definition = await ownDefinition(place);
    const changed = change(definition);
    if (stringifyJson(changed) === stringifyJson(definition))
      throw new Error("The fault changes nothing in the definition.");
    await (await place.target.conductor()).register(changed, { lenient: true });
  };
}

/** A task of the definition with other fields. */
export function changeTask(
  which: "start" | "poll",
  change: (task: WorkflowTask) => object,
): (definition: WorkflowDef) => WorkflowDef {
  const type = which === "start" ? "HTTP" : "HTTP_POLL";
  return (definition) => ({
    ...definition,
    tasks: definition.tasks.map((task) =>
      task.type === type ? ({ ...task, ...change(task) } as WorkflowTask) : task,
    ),
  });
}

export type WorkflowTask = WorkflowDef["tasks"][number];

/** Changes fields of a task's request; an undefined field is removed. */
export function changeRequest(
  which: "start" | "poll",
  change: (request: Request) => Record<string, unknown>,
): (definition: WorkflowDef) => WorkflowDef {
  return changeTask(which, ({ inputParameters }) => {
    const request = (inputParameters?.["http_request"] ?? {}) as Request;
    const changed = Object.entries({ ...request, ...change(request) });
    return {
      inputParameters: {
        ...inputParameters,
        http_request: Object.fromEntries(changed.filter(([, value]) => value !== undefined)),
      },
    };
  });
}

/** The address of a task, changed. */
export function changeUri(
  which: "start" | "poll",
  change: (uri: string) => string,
): (definition: WorkflowDef) => WorkflowDef {
  return changeRequest(which, ({ uri }) => ({ uri: change(String(uri)) }));
}

/** Both addresses, changed in the same way. */
export function changeUris(change: (uri: string) => string): (definition: WorkflowDef) => WorkflowDef {
  return (definition) => changeUri("poll", change)(changeUri("start", change)(definition));
}

/** The tutorial's condition, changed. */
export function changeCondition(change: (condition: string) => string) {
  return changeRequest("poll", ({ terminationCondition }) => ({
    terminationCondition: change(String(terminationCondition)),
  }));
}

/** A task definition, which every task of its name takes. */
export function registerTask(definition: TaskDef): Change {
  return async ({ target }) => (await target.conductor()).registerTask({ retryCount: 0, ...definition });
}

export function unregisterTask(name: string): Change {
  return async ({ target }) => {
    const conductor = await target.conductor();
    const known = await conductor.taskDefinitions();
    if (known.some((definition) => definition.name === name)) await conductor.unregisterTask(name);
  };
}

export async function unregister(place: Place): Promise<void> {
  const { name, version } = await ownDefinition(place);
  await (await place.target.conductor()).unregister(name, version ?? 1);
}

/** The definition that the step registered, and no other one. */
export async function ownDefinition({ target, names }: Place): Promise<WorkflowDef> {
  const definition = await (await target.conductor()).definition(names.workflow);
  if (!definition)
    throw missingStep(
      "04-workflow",
      `There is no workflow definition ${names.workflow}.`,
      target.conductorUrl,
    );
  if (!isMarked(definition, names))
    throw new Problem(`The workflow definition ${names.workflow} was not registered by these steps.`);
  return definition;
}

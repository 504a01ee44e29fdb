import type { WorkflowDef } from "@long-running-api/conductor/client";
import { nearest } from "@long-running-api/foundation/nearest";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { requestOf, tasksOf } from "../rules/workflow/tasks.ts";
import { findApi } from "./find-api.ts";
import { isMarkedForOther, isOfCallback } from "./owner.ts";
import type { Search } from "./search.ts";

/** The workflow definition by its name; else the only one that calls the API. */
export async function findWorkflow(context: ProbeContext): Promise<Search<WorkflowDef>> {
  const { names, target } = context;
  const looked = `${names.workflow} at ${target.conductorUrl}`;
  const conductor = await target.conductor();
  const named = await conductor.definition(names.workflow);
  if (named) return { found: named, looked };
  const all = (await conductor.definitions()).filter(({ name }) => !isOfCallback(name, names));
  const calling = names.chosen.workflow === undefined ? await callers(context, all) : [];
  if (calling.length === 1 && calling[0]) return { found: calling[0], looked };
  if (calling.length > 1) return { several: [...new Set(calling.map(({ name }) => name))], looked };
  const others = [
    ...new Set(
      all.flatMap(({ name, description = "" }) => (isMarkedForOther(description, names) ? [] : [name])),
    ),
  ];
  const near = nearest(names.workflow, others);
  return near === undefined ? { others, looked } : { nearest: near, looked };
}

/** The latest version of each definition that polls our API. */
async function callers(context: ProbeContext, all: readonly WorkflowDef[]): Promise<WorkflowDef[]> {
  const api = (await undefinedIfUnreadable(context, () => context.ask(findApi)))?.found;
  if (!api) return [];
  const latest = new Map<string, WorkflowDef>();
  for (const definition of all) {
    const known = latest.get(definition.name);
    if (!known || (definition.version ?? 1) > (known.version ?? 1)) latest.set(definition.name, definition);
  }
  return [...latest.values()].filter(
    (definition) =>
      !isMarkedForOther(definition.description ?? "", context.names) &&
      tasksOf(definition).some(
        (task) => task.type === "HTTP_POLL" && String(requestOf(task)["uri"] ?? "").includes(api.id),
      ),
  );
}

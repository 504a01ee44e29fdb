import type { TaskDef } from "@long-running-api/conductor/client";
import { isOurDefinition, wantedDefinitions } from "@long-running-api/conductor/http-poll/task-definitions";
import type { Leftover, Place } from "../leftover.ts";

/**
 * The task definitions: ours are marked in the description, as workflow definitions are. Those of polls are shared: they
 * go with the last workflow that needs them.
 */
export async function taskDefinitions({ target, scope }: Place): Promise<Leftover[]> {
  const conductor = await target.conductor();
  const [known, workflows] = await Promise.all([conductor.taskDefinitions(), conductor.definitions()]);
  const namesFor = (owned: boolean) =>
    wantedDefinitions(
      workflows.filter((workflow) => scope.ownsDefinition(workflow) === owned),
      ["HTTP_POLL"],
    ).map(({ name }) => name);
  const going = namesFor(true);
  const staying = namesFor(false);
  const goesWithItsWorkflow = (definition: TaskDef) =>
    isOurDefinition(definition) && going.includes(definition.name) && !staying.includes(definition.name);
  const ours = known.filter(
    (definition) => scope.ownsDefinition(definition) || goesWithItsWorkflow(definition),
  );
  return ours.map(({ name }) => ({
    kind: "task definition",
    name,
    remove: () => conductor.unregisterTask(name),
  }));
}

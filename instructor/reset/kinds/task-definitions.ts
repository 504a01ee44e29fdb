import type { Leftover, Place } from "../leftover.ts";

/** The task definitions: ours are marked in the description, as workflow definitions are. */
export async function taskDefinitions({ target, scope }: Place): Promise<Leftover[]> {
  const conductor = await target.conductor();
  const known = await conductor.taskDefinitions();
  const ours = known.filter((definition) => scope.ownsDefinition(definition));
  return ours.map(({ name }) => ({
    kind: "task definition",
    name,
    remove: () => conductor.unregisterTask(name),
  }));
}

import type { Leftover, Place } from "../leftover.ts";

/** Task definitions, which no step makes and nothing marks: only where everything goes. */
export async function taskDefinitions({ target, scope }: Place): Promise<Leftover[]> {
  if (!scope.everything) return [];
  const conductor = await target.conductor();
  return (await conductor.taskDefinitions()).map(({ name }) => ({
    kind: "task definition",
    name,
    remove: () => conductor.unregisterTask(name),
  }));
}

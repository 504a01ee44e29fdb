import type { Leftover, Place } from "../leftover.ts";

/** The workflow definitions, each version. On Conductor OSS they have no tags: ours are marked in the description. */
export async function definitions({ target, scope, seen }: Place): Promise<Leftover[]> {
  const conductor = await target.conductor();
  const ours = (await conductor.definitions()).filter((definition) => scope.ownsDefinition(definition));
  for (const { name } of ours) seen.definitions.add(name);
  return ours.map(({ name, version = 1 }) => ({
    kind: "workflow definition",
    name: `${name}, version ${version}`,
    remove: () => conductor.unregister(name, version),
  }));
}

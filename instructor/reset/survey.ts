import { apiKeys } from "./kinds/api-keys.ts";
import { apis } from "./kinds/apis.ts";
import { definitions } from "./kinds/definitions.ts";
import { executions } from "./kinds/executions.ts";
import { functions } from "./kinds/functions.ts";
import { identities } from "./kinds/identities.ts";
import { logGroups } from "./kinds/log-groups.ts";
import { roles } from "./kinds/roles.ts";
import { tables } from "./kinds/tables.ts";
import { taskDefinitions } from "./kinds/task-definitions.ts";
import type { Leftover, Place } from "./leftover.ts";

/**
 * Lists what exists, in the order of deletion: what runs before what it runs on, a function before its log group
 * (an invocation in progress creates the group again).
 */
export async function survey(place: Place): Promise<Leftover[]> {
  const regions = await Promise.all(place.regions.map((region) => resourcesIn(place, region)));
  const roleArns = new Set(regions.flatMap(({ seen }) => [...seen.roleArns]));
  const [ownDefinitions, ownTaskDefinitions, ownRoles, ownIdentities] = await Promise.all([
    definitions(place),
    taskDefinitions(place),
    roles(place, roleArns),
    identities(place),
  ]);
  // These are found by the names of the others.
  const ownExecutions = await executions(place);
  const ownLogGroups = await Promise.all(regions.map(({ there, seen }) => logGroups(there, seen.foreign)));
  return [
    ...ownExecutions,
    ...ownDefinitions,
    ...ownTaskDefinitions,
    ...regions.flatMap(({ there, ownApis }) => named(ownApis, there, place)),
    ...regions.flatMap(({ there, seen }) => named(seen.leftovers, there, place)),
    ...regions.flatMap(({ there }, index) => named(ownLogGroups[index] ?? [], there, place)),
    ...ownRoles,
    ...regions.flatMap(({ there, ownTables }) => named(ownTables, there, place)),
    ...regions.flatMap(({ there, ownKeys }) => named(ownKeys, there, place)),
    ...ownIdentities,
  ];
}

async function resourcesIn(place: Place, region: string) {
  const there: Place = { ...place, target: { ...place.target, aws: { ...place.target.aws, region } } };
  const [ownApis, seen, ownTables, ownKeys] = await Promise.all([
    apis(there),
    functions(there),
    tables(there),
    apiKeys(there),
  ]);
  return { there, ownApis, seen, ownTables, ownKeys };
}

/** Names in other regions contain the region: the same name may exist in both. */
function named(things: readonly Leftover[], there: Place, place: Place): Leftover[] {
  const { region } = there.target.aws;
  const where = region === place.target.aws.region ? "" : ` in ${region}`;
  return things.map((thing) => ({ ...thing, name: thing.name + where }));
}

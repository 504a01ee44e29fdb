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
 * Lists what is there, in the order in which it has to go: what runs before what it runs on, a function before its
 * log group (a call that still runs makes the group anew).
 */
export async function survey(place: Place): Promise<Leftover[]> {
  const [ownDefinitions, ownApis, seen, ownTables, ownTaskDefinitions, ownKeys, ownIdentities] =
    await Promise.all([
      definitions(place),
      apis(place),
      functions(place),
      tables(place),
      taskDefinitions(place),
      apiKeys(place),
      identities(place),
    ]);
  const ownRoles = await roles(place, seen.roleArns);
  // These are told by the names of the others.
  const [ownExecutions, ownLogGroups] = await Promise.all([
    executions(place),
    logGroups(place, seen.foreign),
  ]);
  return [
    ...ownExecutions,
    ...ownDefinitions,
    ...ownTaskDefinitions,
    ...ownApis,
    ...seen.leftovers,
    ...ownLogGroups,
    ...ownRoles,
    ...ownTables,
    ...ownKeys,
    ...ownIdentities,
  ];
}

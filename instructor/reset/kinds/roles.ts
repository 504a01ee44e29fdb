import { IAMClient, ListRoleTagsCommand, paginateListRoles, type Role } from "@aws-sdk/client-iam";
import { unless } from "@long-running-api/kit/aws-errors";
import { rolePrefix } from "@long-running-api/kit/names";
import { deleteRole } from "../../../steps/02-lambda/role.ts";
import { tagRecord } from "../../../steps/owned.ts";
import type { Leftover, Place } from "../leftover.ts";
import { mapLimited } from "../map-limited.ts";
import { noteLearner } from "../note-learner.ts";

/**
 * The roles, with their policies. No tag search returns roles and ListRoles returns no tags, so read the tags of
 * roles with our prefix and of those that our functions use.
 */
export async function roles(
  { target, scope, seen }: Place,
  usedByOurs: ReadonlySet<string>,
): Promise<Leftover[]> {
  const client = new IAMClient(target.aws);
  const candidates: Role[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const role of Roles) {
      const likely = role.RoleName?.startsWith(rolePrefix) || usedByOurs.has(role.Arn ?? "");
      if (scope.everything || likely) candidates.push(role);
    }
  }
  const tagged = await mapLimited(candidates, 4, async ({ RoleName = "" }) => {
    const found = await unless("NoSuchEntityException", () =>
      client.send(new ListRoleTagsCommand({ RoleName })),
    );
    return { RoleName, tags: tagRecord(found?.Tags) };
  });
  const ours = tagged.filter(({ tags }) => scope.ownsTags(tags));
  for (const { tags } of ours) noteLearner(seen, tags);
  return ours.map(({ RoleName }) => ({
    kind: "role",
    name: RoleName,
    remove: () => deleteRole(client, RoleName),
  }));
}

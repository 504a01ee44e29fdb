import { TagRole$, type TagRoleRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource, tagConditions } from "../arns.ts";
import { roles } from "../principals.ts";
import type { IamStore } from "../store.ts";
import { mergeTags } from "../validate.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export const TagRole: Action<IamStore, TagRoleRequest, void> = {
  operation: TagRole$,
  resources: roleResource,
  conditions: ({ Tags }) => tagConditions(Tags),
  handle({ RoleName, Tags }, store) {
    const role = roles(store).named(RoleName);
    roles(store).save({ ...role, tags: mergeTags(role.tags, Tags) });
  },
};

import { UpdateAssumeRolePolicy$, type UpdateAssumeRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { roles } from "../principals.ts";
import type { IamStore } from "../store.ts";
import { requireTrust } from "../trust-document.ts";
import { requireText } from "../validate.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const UpdateAssumeRolePolicy: Action<IamStore, UpdateAssumeRolePolicyRequest, void> = {
  operation: UpdateAssumeRolePolicy$,
  resources: roleResource,
  handle({ RoleName, PolicyDocument }, store) {
    const role = roles(store).named(RoleName);
    const trust = requireText(PolicyDocument, "policyDocument");
    requireTrust(trust, store);
    roles(store).save({ ...role, trust });
  },
};

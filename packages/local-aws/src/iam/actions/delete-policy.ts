import { DeletePolicy$, type DeletePolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { policyResource } from "../arns.ts";
import { deleteConflict } from "../errors.ts";
import { ownPolicyWith } from "../managed-policies.ts";
import { listedPolicy } from "../show.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const DeletePolicy: Action<IamStore, DeletePolicyRequest, void> = {
  operation: DeletePolicy$,
  resources: policyResource,
  handle({ PolicyArn }, store) {
    const policy = ownPolicyWith(PolicyArn, store);
    if (policy.versions.length > 1)
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    const { AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 } = listedPolicy(policy, store);
    if (AttachmentCount + PermissionsBoundaryUsageCount > 0)
      throw deleteConflict("Cannot delete a policy attached to entities.");
    store.policies.delete(policy.arn);
  },
};

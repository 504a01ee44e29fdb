import { DeletePolicyVersion$, type DeletePolicyVersionRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { policyResource } from "../arns.ts";
import { deleteConflict } from "../errors.ts";
import { ownPolicyWith, versionOf } from "../managed-policies.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const DeletePolicyVersion: Action<IamStore, DeletePolicyVersionRequest, void> = {
  operation: DeletePolicyVersion$,
  resources: policyResource,
  handle({ PolicyArn, VersionId }, store) {
    const policy = ownPolicyWith(PolicyArn, store);
    const { versionId } = versionOf(policy, VersionId);
    if (versionId === policy.defaultVersionId)
      throw deleteConflict("Cannot delete the default version of a policy.");
    store.policies.put(policy.arn, {
      ...policy,
      versions: policy.versions.filter((version) => version.versionId !== versionId),
    });
  },
};

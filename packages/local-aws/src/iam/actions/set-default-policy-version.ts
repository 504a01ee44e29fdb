import { SetDefaultPolicyVersion$, type SetDefaultPolicyVersionRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { policyResource } from "../arns.ts";
import { ownPolicyWith, versionOf } from "../managed-policies.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const SetDefaultPolicyVersion: Action<IamStore, SetDefaultPolicyVersionRequest, void> = {
  operation: SetDefaultPolicyVersion$,
  resources: policyResource,
  handle({ PolicyArn, VersionId }, store, { now }) {
    const policy = ownPolicyWith(PolicyArn, store);
    const { versionId } = versionOf(policy, VersionId);
    store.policies.put(policy.arn, {
      ...policy,
      defaultVersionId: versionId,
      updateDate: now().toISOString(),
    });
  },
};

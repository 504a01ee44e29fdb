import {
  CreatePolicyVersion$,
  type CreatePolicyVersionRequest,
  type CreatePolicyVersionResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { policyResource } from "../arns.ts";
import { limitExceeded } from "../errors.ts";
import { ownPolicyWith, requireManagedDocument, versionsMax } from "../managed-policies.ts";
import { listedVersion } from "../show.ts";
import type { IamStore, ManagedPolicy } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export const CreatePolicyVersion: Action<IamStore, CreatePolicyVersionRequest, CreatePolicyVersionResponse> =
  {
    operation: CreatePolicyVersion$,
    resources: policyResource,
    handle({ PolicyArn, PolicyDocument, SetAsDefault = false }, store, { now }) {
      const policy = ownPolicyWith(PolicyArn, store);
      const document = requireManagedDocument(PolicyDocument, policy.name);
      if (policy.versions.length >= versionsMax)
        throw limitExceeded(
          `A managed policy can have up to ${versionsMax} versions. Before you create a new version, you must delete an existing version.`,
        );
      const createDate = now().toISOString();
      const versionsMade = policy.versionsMade + 1;
      const version = { versionId: `v${versionsMade}`, document, createDate };
      const after: ManagedPolicy = {
        ...policy,
        versionsMade,
        updateDate: createDate,
        defaultVersionId: SetAsDefault ? version.versionId : policy.defaultVersionId,
        versions: [...policy.versions, version],
      };
      store.policies.put(policy.arn, after);
      return { PolicyVersion: listedVersion(after, version) };
    },
  };

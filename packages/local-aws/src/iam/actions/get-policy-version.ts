import {
  GetPolicyVersion$,
  type GetPolicyVersionRequest,
  type GetPolicyVersionResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { policyResource } from "../arns.ts";
import { encodeStrictly } from "../encode-strictly.ts";
import { policyWith, versionOf } from "../managed-policies.ts";
import { listedVersion } from "../show.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const GetPolicyVersion: Action<IamStore, GetPolicyVersionRequest, GetPolicyVersionResponse> = {
  operation: GetPolicyVersion$,
  resources: policyResource,
  handle({ PolicyArn, VersionId }, store) {
    const policy = policyWith(PolicyArn, store);
    const version = versionOf(policy, VersionId);
    return {
      PolicyVersion: { Document: encodeStrictly(version.document), ...listedVersion(policy, version) },
    };
  },
};

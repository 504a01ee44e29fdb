import { CreatePolicy$, type CreatePolicyRequest, type CreatePolicyResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { creationNeeds, iamArn } from "../arns.ts";
import { alreadyExists } from "../errors.ts";
import { requireManagedDocument } from "../managed-policies.ts";
import { showPolicy } from "../show.ts";
import type { IamStore } from "../store.ts";
import { keyOf, type ManagedPolicy, newId } from "../store.ts";
import { mergeTags, requireName, requirePath } from "../validate.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const CreatePolicy: Action<IamStore, CreatePolicyRequest, CreatePolicyResponse> = {
  operation: CreatePolicy$,
  needs(input, { accountId }) {
    const arn = iamArn("policy", { accountId, path: input.Path, name: input.PolicyName });
    return creationNeeds("Policy", arn, input);
  },
  handle(input, store, { accountId, now }) {
    const name = requireName(input.PolicyName, "policyName");
    const path = requirePath(input.Path);
    const document = requireManagedDocument(input.PolicyDocument, name);
    if (store.policies.list().some((policy) => keyOf(policy.name) === keyOf(name)))
      throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    const createDate = now().toISOString();
    const policy: ManagedPolicy = {
      name,
      id: newId("ANPA", store.random),
      arn: iamArn("policy", { accountId, path, name }),
      path,
      ...(input.Description ? { description: input.Description } : {}),
      createDate,
      updateDate: createDate,
      defaultVersionId: "v1",
      versionsMade: 1,
      versions: [{ versionId: "v1", document, createDate }],
      tags: mergeTags([], input.Tags),
    };
    store.policies.put(policy.arn, policy);
    const { Tags: _, ...Policy } = showPolicy(policy, store);
    return { Policy: policy.tags.length === 0 ? Policy : { ...Policy, Tags: [...policy.tags] } };
  },
};

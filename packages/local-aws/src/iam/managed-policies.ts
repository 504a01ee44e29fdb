import { AwsError } from "../action.ts";
import { findManagedPolicy } from "./authorize.ts";
import { parsePolicy } from "./document.ts";
import { limitExceeded, noSuchEntity } from "./errors.ts";
import { requireIdentityDocument } from "./identity-document.ts";
import { isAwsManaged } from "./managed.ts";
import type { IamStore, ManagedPolicy, PolicyVersion } from "./store.ts";
import { requirePolicyArn, requireText } from "./validate.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const versionsMax = 5;
const documentCharactersMax = 6_144;

/** The policy with an ARN, or IAM's NoSuchEntity. */
export function policyWith(policyArn: string | undefined, store: IamStore): Readonly<ManagedPolicy> {
  const arn = requirePolicyArn(policyArn);
  const policy = findManagedPolicy(arn, store);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** As policyWith, for changes: AWS managed policies are read-only. */
export function ownPolicyWith(policyArn: string | undefined, store: IamStore): Readonly<ManagedPolicy> {
  const policy = policyWith(policyArn, store);
  if (isAwsManaged(policy.arn))
    throw new AwsError("AccessDenied", `Policy ${policy.arn} is managed by AWS and cannot be changed.`, 403);
  return policy;
}

export function versionOf(policy: ManagedPolicy, versionId: string | undefined): PolicyVersion {
  const wanted = requireText(versionId, "versionId");
  const version = policy.versions.find((candidate) => candidate.versionId === wanted);
  if (!version)
    throw noSuchEntity(`Policy ${policy.arn} version ${wanted} does not exist or is not attachable.`);
  return version;
}

/** A managed policy's document, within IAM's size limit. */
export function requireManagedDocument(document: string | undefined, name: string): string {
  const text = requireText(document, "policyDocument");
  requireIdentityDocument(text, { isManaged: true });
  parsePolicy(text, { name, kind: "user-managed", document: "identity" });
  if (text.replace(/\s/g, "").length > documentCharactersMax)
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${documentCharactersMax}`);
  return text;
}

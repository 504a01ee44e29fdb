import { contextOf, trusts } from "@long-running-api/iam/policy";
import type { Caller } from "../action.ts";
import { parsePolicy } from "./document.ts";
import type { IamStore, RoleRecord } from "./store.ts";

/** Whether a service such as lambda.amazonaws.com may act as the role. */
export function trustsService(role: RoleRecord, service: string, accountId: string): boolean {
  const context = contextOf({ "aws:SourceAccount": accountId });
  return trusts(
    trustPolicy(role),
    { Service: service },
    { action: "sts:AssumeRole", resource: role.arn, context },
  );
}

/** Whether a trust policy names the caller itself, its account, or neither. */
export function trustDecision(
  role: RoleRecord,
  caller: Caller,
  { externalId, store }: { externalId: string | undefined; store: IamStore },
): "caller" | "account" | "none" {
  const request = {
    action: "sts:AssumeRole",
    resource: role.arn,
    context: contextOf({ "sts:ExternalId": externalId, "aws:PrincipalArn": caller.arn }),
  };
  const policy = trustPolicy(role);
  const roleArn = store.roles.get(caller.arn.split("/")[1]?.toLowerCase() ?? "")?.arn;
  const names = caller.arn.includes(":assumed-role/") && roleArn ? [caller.arn, roleArn] : [caller.arn];
  if (!trusts(policy, { AWS: names, accountId: store.accountId }, request)) return "none";
  return trusts(policy, { AWS: names, accountId: "" }, request) ? "caller" : "account";
}

function trustPolicy({ trust, name }: RoleRecord) {
  return parsePolicy(trust, { name, kind: "resource", document: "trust" });
}

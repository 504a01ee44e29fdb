import { accountArn, arnParts } from "@long-running-api/iam/arn";
import { onDemand } from "@long-running-api/iam/condition";
import { contextOf, type Decision, decide, type Policy } from "@long-running-api/iam/policy";
import type { AwsError, Caller, Need } from "../action.ts";
import { parsePolicy } from "./document.ts";
import { awsManaged } from "./managed.ts";
import { refusalsOf } from "./refusals.ts";
import { type IamStore, keyOf, type ManagedPolicy, type Principal, type RoleRecord } from "./store.ts";

/**
 * Returns the decision, undefined for the root user. Throws AccessDenied when the caller lacks a permission that a request needs. Its form depends on the service that
 * was called: for a missing iam:PassRole, Lambda's CreateFunction sends it in Lambda's protocol.
 */
export function authorizeWith(
  store: IamStore,
  now: () => Date,
): (caller: Caller, need: Need, service: string) => Decision | undefined {
  return (caller, need, service) => {
    if (isRoot(caller.arn)) return undefined;
    let allowed: Decision | undefined;
    const principal = principalOf(caller.arn, store);
    const policies = principal ? policiesOf(principal, store) : { identity: [], boundary: undefined };
    for (const resource of need.resources) {
      const time = now();
      const context = onDemand(() => requestContext({ caller, principal, resource, now: time, need }));
      const decision = decide(policies, { action: need.action, resource, context });
      if (decision.decision !== "allowed")
        throw denied({ caller, action: need.action, resource, service }, decision);
      allowed ??= decision;
    }
    return allowed;
  };
}

/** The decision of a role's own policies; undefined if there is no such role. Lambda asks before it writes a function's logs. */
export function decideForRoleWith(
  store: IamStore,
  now: () => Date,
): (roleArn: string, action: string, resource: string) => Decision | undefined {
  return (roleArn, action, resource) => {
    const role = roleByArn(roleArn, store);
    if (!role) return undefined;
    const caller = { accountId: store.accountId, arn: role.arn, userId: role.id, accessKeyId: "" };
    return decideFor(store, caller, { action, resource, time: now() });
  };
}

/** Whether a caller's own policies allow a request. */
export function allows(
  store: IamStore,
  caller: Caller,
  request: { action: string; resource: string; time: Date },
): boolean {
  return decideFor(store, caller, request)?.decision === "allowed";
}

function decideFor(
  store: IamStore,
  caller: Caller,
  { action, resource, time }: { action: string; resource: string; time: Date },
): Decision | undefined {
  const principal = principalOf(caller.arn, store);
  if (!principal) return undefined;
  const context = onDemand(() => requestContext({ caller, principal, resource, now: time, need: undefined }));
  return decide(policiesOf(principal, store), { action, resource, context });
}

/** The role with exactly this ARN, including its path. */
export function roleByArn(arn: string, store: IamStore): RoleRecord | undefined {
  const role = store.roles.get(keyOf(arn.split("/").at(-1) ?? ""));
  return role?.arn === arn ? role : undefined;
}

/** The role or user behind a caller's ARN. */
export function principalOf(arn: string, store: IamStore): Principal | undefined {
  const [kind, ...names] = arnParts(arn).resource.split("/");
  if (kind === "assumed-role") return store.roles.get(keyOf(names[0] ?? ""));
  if (kind === "role") return store.roles.get(keyOf(names.at(-1) ?? ""));
  return kind === "user" ? store.users.get(keyOf(names.at(-1) ?? "")) : undefined;
}

/** All policies of a role or user: inline, attached and the boundary. */
export function policiesOf(
  principal: Principal,
  store: IamStore,
): { identity: readonly Policy[]; boundary: Policy | undefined } {
  const inline = inlinePolicies.get(principal) ?? inlinePoliciesOf(principal);
  inlinePolicies.set(principal, inline);
  const attached = principal.attached.flatMap((arn) => managedPolicy(arn, store) ?? []);
  const boundary = principal.permissionsBoundary;
  return {
    identity: [...inline, ...attached],
    // A deleted boundary allows nothing.
    boundary:
      boundary === undefined
        ? undefined
        : (managedPolicy(boundary, store) ?? {
            name: boundary,
            kind: "none",
            statements: [],
            text: "",
          }),
  };
}

/** Cached by record: a change replaces the record. */
const inlinePolicies = new WeakMap<Principal, readonly Policy[]>();

function inlinePoliciesOf({ arn, name, inline }: Principal): readonly Policy[] {
  const kind = arnParts(arn).resource.startsWith("role/") ? "role" : "user";
  return Object.entries(inline).map(([policy, document]) =>
    compiled(document, `${kind}_${name}_${policy}`, kind),
  );
}

/** An AWS managed policy or one of the account, by ARN. */
export function findManagedPolicy(arn: string, store: IamStore): ManagedPolicy | undefined {
  return awsManaged(arn) ?? store.policies.get(arn);
}

/** The condition keys of a request, for authorization. */
export function requestContext(about: {
  caller: Caller;
  principal: Principal | undefined;
  resource: string;
  now: Date;
  need: Need | undefined;
}) {
  const { caller, principal, now } = about;
  const region = arnParts(about.resource).region || "us-east-1";
  const tags = (principal?.tags ?? []).map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value]);
  return contextOf({
    ...Object.fromEntries(tags),
    "aws:username": caller.arn.includes(":user/") ? principal?.name : undefined,
    "aws:userid": caller.userId,
    "aws:PrincipalArn": principal?.arn ?? caller.arn,
    "aws:PrincipalAccount": caller.accountId,
    "aws:PrincipalType": caller.arn.includes(":assumed-role/") ? "AssumedRole" : "User",
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
    // Only for temporary credentials: with long-lived keys it is absent, which only `…IfExists` and Null can test.
    "aws:MultiFactorAuthPresent": caller.arn.includes(":assumed-role/") ? "false" : undefined,
    "aws:SecureTransport": "false",
    "aws:SourceIp": "127.0.0.1",
    "aws:RequestedRegion": region,
    ...about.need?.conditions,
  });
}

export function isRoot(arn: string): boolean {
  return arn.endsWith(":root") && arn === accountArn(arnParts(arn).account);
}

function managedPolicy(arn: string, store: IamStore): Policy | undefined {
  const found = findManagedPolicy(arn, store);
  const version = found?.versions.find(({ versionId }) => versionId === found.defaultVersionId);
  if (!found || !version) return undefined;
  return compiled(version.document, found.name, arn.includes("::aws:") ? "aws-managed" : "user-managed");
}

const statementsOf = new Map<string, Policy["statements"]>();
const documentsMax = 500;

/** Compiled documents are cached: requests use the same few. */
function compiled(document: string, name: string, kind: Policy["kind"]): Policy {
  const known = statementsOf.get(document);
  if (known) return { name, kind, statements: known, text: document };
  const policy = parsePolicy(document, { name, kind, document: "identity" });
  if (statementsOf.size >= documentsMax) statementsOf.clear();
  statementsOf.set(document, policy.statements);
  return policy;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denied(
  about: { caller: Caller; action: string; resource: string; service: string },
  { decision, by }: Decision,
): AwsError {
  const { caller, action, resource, service } = about;
  const policy = by === "boundary" ? "permissions boundary" : "identity-based policy";
  const why =
    decision === "explicitDeny"
      ? `with an explicit deny in ${by === "boundary" ? "a" : "an"} ${policy}`
      : `because no ${policy} allows the ${action} action`;
  return refusalsOf(service).accessDenied(
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  );
}

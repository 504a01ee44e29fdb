import {
  contextOf,
  namesPrincipal,
  type Policy,
  type PolicyDecision,
  type Statement,
  selectsWithin,
} from "@long-running-api/iam/policy";
import { AwsError } from "../action.ts";
import { parsePolicy } from "./document.ts";

/** The anonymous principal of an unsigned call. */
export interface AnonymousCall {
  action: string;
  resource: string;
  sourceIp: string;
  now: Date;
}

const noPrincipal = { AWS: [], accountId: "" };

/** A resource policy's decision on an anonymous call. An invalid policy is ignored: the call is allowed. */
export function decideAnonymous(document: string, call: AnonymousCall): PolicyDecision {
  const policy = readPolicy(document);
  if (!policy) return { decision: "allowed", matched: [] };
  const { action, resource, sourceIp, now } = call;
  const context = contextOf({
    "aws:SourceIp": sourceIp,
    "aws:SecureTransport": "true",
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
    "aws:RequestedRegion": resource.split(":")[3],
  });
  const about = policy.statements.filter(
    (statement) =>
      statement.principals &&
      namesPrincipal(statement.principals, noPrincipal) &&
      selectsWithin(statement, { action, resource, context }),
  );
  const matched = (effect: Statement["effect"]) =>
    about.flatMap((statement) => (statement.effect === effect ? [{ policy, statement }] : []));
  const denied = matched("Deny");
  if (denied.length > 0) return { decision: "explicitDeny", matched: denied };
  return { decision: about.length > 0 ? "allowed" : "implicitDeny", matched: matched("Allow") };
}

function readPolicy(document: string): Policy | undefined {
  try {
    return parsePolicy(document, { name: "", kind: "resource", document: "resource" });
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

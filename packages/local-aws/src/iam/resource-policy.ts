import { AwsError } from "../action.ts";
import { parsePolicy } from "./document.ts";
import { contextOf, type Decision, namesPrincipal, type Statement, selectsWithin } from "./policy.ts";

/** The anonymous principal of an unsigned call. */
export interface AnonymousCall {
  action: string;
  resource: string;
  sourceIp: string;
  now: Date;
}

const noPrincipal = { AWS: [], accountId: "" };

/** A resource policy's decision on an anonymous call. An invalid policy is ignored: the call is allowed. */
export function decideAnonymous(document: string, call: AnonymousCall): Decision["decision"] {
  const statements = readStatements(document);
  if (!statements) return "allowed";
  const { action, resource, sourceIp, now } = call;
  const context = contextOf({
    "aws:SourceIp": sourceIp,
    "aws:SecureTransport": "true",
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
    "aws:RequestedRegion": resource.split(":")[3],
  });
  const about = statements.filter(
    (statement) =>
      statement.principals &&
      namesPrincipal(statement.principals, noPrincipal) &&
      selectsWithin(statement, { action, resource, context }),
  );
  if (about.some(({ effect }) => effect === "Deny")) return "explicitDeny";
  return about.length > 0 ? "allowed" : "implicitDeny";
}

function readStatements(document: string): readonly Statement[] | undefined {
  try {
    return parsePolicy(document, { name: "", kind: "resource", document: "resource" }).statements;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

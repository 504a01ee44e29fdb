import { malformed } from "./errors.ts";

// Shared by the two readers of policy documents. The messages are AWS's.

/** The members that a document may have. */
export const documentKeys: readonly string[] = ["Version", "Id", "Statement"];
/** The members that a statement may have. */
export const statementKeys: readonly string[] = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];
/** The version of a document without one. */
export const versionDefault = "2008-10-17";

/** Whether IAM has this version of its policy language. */
export function isVersion(version: unknown): boolean {
  return version === "2012-10-17" || version === versionDefault;
}

/** A document of a wrong form. */
export function syntaxError(): Error {
  return malformed("Syntax errors in policy.");
}

/** A statement without actions. */
export function noActions(): Error {
  return malformed("Policy statement must contain actions.");
}

/** A statement without resources. */
export function noResources(): Error {
  return malformed("Policy statement must contain resources.");
}

/** An action or a condition key without a prefix such as `sqs:`. */
export function noVendor(): Error {
  return malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
}

/** Throws if two statements have the same Sid. */
export function requireUniqueSids(sids: readonly string[]): void {
  if (new Set(sids).size < sids.length)
    throw malformed("Statement IDs (SID) in a single policy must be unique.");
}

/** Throws unless an action is `*` or `service:Name`. */
export function requireAction(action: string): void {
  if (action === "*") return;
  const [vendor = "", name, ...rest] = action.split(":");
  if (name === undefined) throw noVendor();
  if (rest.length > 0) throw malformed("Actions/Condition can contain only one colon.");
  if (!/^[A-Za-z0-9.-]+$/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`);
}

/** A principal that does not exist or has a wrong form; `type` is AWS or SERVICE. */
export function invalidPrincipal(type: string, named: string): Error {
  return malformed(`Invalid principal in policy: "${type}":"${named}"`);
}

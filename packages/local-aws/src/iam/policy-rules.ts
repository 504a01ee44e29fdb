import { malformed } from "./errors.ts";

// What the two readers of policy documents have in common: messages as AWS words them.

export const documentKeys: readonly string[] = ["Version", "Id", "Statement"];
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
/** The version of a document that names none. */
export const versionDefault = "2008-10-17";

export function isVersion(version: unknown): boolean {
  return version === "2012-10-17" || version === versionDefault;
}

export function syntaxError(): Error {
  return malformed("Syntax errors in policy.");
}

export function noActions(): Error {
  return malformed("Policy statement must contain actions.");
}

export function noResources(): Error {
  return malformed("Policy statement must contain resources.");
}

export function noVendor(): Error {
  return malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
}

export function requireUniqueSids(sids: readonly string[]): void {
  if (new Set(sids).size < sids.length)
    throw malformed("Statement IDs (SID) in a single policy must be unique.");
}

/** An action is `*` or `service:Name`. */
export function requireAction(action: string): void {
  if (action === "*") return;
  const [vendor = "", name, ...rest] = action.split(":");
  if (name === undefined) throw noVendor();
  if (rest.length > 0) throw malformed("Actions/Condition can contain only one colon.");
  if (!/^[A-Za-z0-9.-]+$/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`);
}

export function invalidPrincipal(type: string, named: string): Error {
  return malformed(`Invalid principal in policy: "${type}":"${named}"`);
}

import { isServicePrincipal } from "../service-principals.ts";
import { parsePolicy } from "./document.ts";
import { invalidPrincipal } from "./policy-rules.ts";
import { type IamStore, keyOf } from "./store.ts";

/**
 * Checks a role's trust policy. IAM stores its principals by id, so a user or role of this account must exist
 * (principals of other accounts cannot be checked and are accepted), and a service must be known.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function requireTrust(text: string, store: IamStore): void {
  const { statements } = parsePolicy(text, { name: "trust", kind: "resource", document: "trust" });
  for (const { principals } of statements) {
    for (const named of principals?.byType["AWS"] ?? [])
      if (!isThere(named, store)) throw invalidPrincipal("AWS", named);
    for (const named of principals?.byType["Service"] ?? [])
      if (!isServicePrincipal(named)) throw invalidPrincipal("SERVICE", named);
  }
}

const ofIam = /^arn:aws:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/;

function isThere(named: string, store: IamStore): boolean {
  const [, account, kind, name = ""] = ofIam.exec(named) ?? [];
  if (account !== store.accountId) return true;
  const found = (kind === "user" ? store.users : store.roles).get(keyOf(name));
  return found?.arn === named;
}

import { findManagedPolicy } from "./authorize.ts";
import { parsePolicy } from "./document.ts";
import { encodeStrictly } from "./encode-strictly.ts";
import { limitExceeded, noSuchEntity } from "./errors.ts";
import { requireIdentityDocument } from "./identity-document.ts";
import { type IamStore, keyOf, type Principal, type RoleRecord, type UserRecord } from "./store.ts";
import { requireName, requirePolicyArn, requireText } from "./validate.ts";

/** The store of one kind of principal (roles or users), so that their parallel actions share one implementation. */
export interface Holder<P extends Principal> {
  kind: "role" | "user";
  /** The principal with a name, or IAM's NoSuchEntity. */
  named(name: string | undefined): Readonly<P>;
  save(principal: P): void;
}

export function roles(store: IamStore): Holder<RoleRecord> {
  return holder("role", store.roles);
}

export function users(store: IamStore): Holder<UserRecord> {
  return holder("user", store.users);
}

function holder<P extends Principal>(
  kind: "role" | "user",
  collection: { get(key: string): Readonly<P> | undefined; put(key: string, value: P): void },
): Holder<P> {
  return {
    kind,
    named(name) {
      const known = collection.get(keyOf(requireName(name, `${kind}Name`)));
      if (!known) throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
      return known;
    },
    save: (principal) => collection.put(keyOf(principal.name), principal),
  };
}

/** Non-whitespace characters of all inline policies of one principal. */
const inlineCharactersMax = { role: 10_240, user: 2_048 };

export function putInline<P extends Principal>(
  holder: Holder<P>,
  input: { name: string | undefined; policyName: string | undefined; document: string | undefined },
): void {
  const principal = holder.named(input.name);
  const policyName = requireName(input.policyName, "policyName");
  const document = requireText(input.document, "policyDocument");
  requireIdentityDocument(document, { isManaged: false });
  parsePolicy(document, { name: policyName, kind: holder.kind, document: "identity" });
  const inline = { ...principal.inline, [policyName]: document };
  const characters = Object.values(inline).reduce((sum, text) => sum + text.replace(/\s/g, "").length, 0);
  const max = inlineCharactersMax[holder.kind];
  if (characters > max)
    throw limitExceeded(`Maximum policy size of ${max} bytes exceeded for ${holder.kind} ${principal.name}`);
  holder.save({ ...principal, inline });
}

export function getInline<P extends Principal>(
  holder: Holder<P>,
  name: string | undefined,
  policyName: string | undefined,
): { principal: Readonly<P>; policyName: string; document: string } {
  const principal = holder.named(name);
  const wanted = requireName(policyName, "policyName");
  const document = Object.hasOwn(principal.inline, wanted) ? principal.inline[wanted] : undefined;
  if (document === undefined)
    throw noSuchEntity(`The ${holder.kind} policy with name ${wanted} cannot be found.`);
  return { principal, policyName: wanted, document: encodeStrictly(document) };
}

export function deleteInline<P extends Principal>(
  holder: Holder<P>,
  name: string | undefined,
  policyName: string | undefined,
): void {
  const { principal, policyName: gone } = getInline(holder, name, policyName);
  const inline = Object.fromEntries(Object.entries(principal.inline).filter(([kept]) => kept !== gone));
  holder.save({ ...principal, inline });
}

const attachedMax = 10;

export function attach<P extends Principal>(
  holder: Holder<P>,
  input: { name: string | undefined; policyArn: string | undefined },
  store: IamStore,
): void {
  const principal = holder.named(input.name);
  const arn = requirePolicyArn(input.policyArn);
  if (!findManagedPolicy(arn, store))
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  if (principal.attached.includes(arn)) return;
  if (principal.attached.length >= attachedMax)
    throw limitExceeded(
      `Cannot exceed quota for PoliciesPer${holder.kind === "role" ? "Role" : "User"}: ${attachedMax}`,
    );
  holder.save({ ...principal, attached: [...principal.attached, arn] });
}

export function detach<P extends Principal>(
  holder: Holder<P>,
  input: { name: string | undefined; policyArn: string | undefined },
): void {
  const principal = holder.named(input.name);
  const arn = requirePolicyArn(input.policyArn);
  if (!principal.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  holder.save({ ...principal, attached: principal.attached.filter((kept) => kept !== arn) });
}

/** An entry of `ListAttached…Policies`. */
export function attachedPolicies(
  principal: Principal,
  pathPrefix = "/",
): { PolicyName: string; PolicyArn: string }[] {
  return principal.attached
    .map((arn) => ({ PolicyName: arn.split("/").at(-1) ?? "", PolicyArn: arn }))
    .filter(({ PolicyArn }) => PolicyArn.split(":policy")[1]?.startsWith(pathPrefix));
}

/** The ARN of a permissions boundary; the policy must exist. */
export function requireBoundary(value: string | undefined, store: IamStore): string {
  const arn = requirePolicyArn(value);
  if (!findManagedPolicy(arn, store))
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}

export function setBoundary<P extends Principal>(
  holder: Holder<P>,
  input: { name: string | undefined; policyArn: string | undefined },
  store: IamStore,
): void {
  const principal = holder.named(input.name);
  holder.save({ ...principal, permissionsBoundary: requireBoundary(input.policyArn, store) });
}

export function removeBoundary<P extends Principal>(holder: Holder<P>, name: string | undefined): void {
  const { permissionsBoundary, ...rest } = holder.named(name);
  if (permissionsBoundary === undefined)
    throw noSuchEntity(
      `${holder.kind === "role" ? "Role" : "User"} with name ${name} does not have a permissions boundary.`,
    );
  holder.save(rest as P);
}

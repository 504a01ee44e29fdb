import { isObject } from "@long-running-api/foundation/objects";
import { type Conditions, isOperator } from "@long-running-api/iam/condition";
import { type Policy, type Statement, selection } from "@long-running-api/iam/policy";
import { malformed } from "./errors.ts";
import {
  documentKeys,
  invalidPrincipal,
  isVersion,
  noActions,
  noResources,
  noVendor,
  requireAction,
  requireUniqueSids,
  statementKeys,
  syntaxError,
  versionDefault,
} from "./policy-rules.ts";
import { requireResource } from "./resource-arn.ts";

type Json = Readonly<Record<string, unknown>>;
export type DocumentKind = "identity" | "trust" | "resource";

/**
 * Parses a policy document, with IAM's error messages. An identity's policy is checked more strictly when it is
 * stored: see requireIdentityDocument.
 */
export function parsePolicy(
  text: string,
  { name, kind, document }: { name: string; kind: Policy["kind"]; document: DocumentKind },
): Policy {
  const root = parseJson(text);
  onlyKeys(root, documentKeys);
  if (!isVersion(root["Version"] ?? versionDefault)) throw syntaxError();
  const list = oneOrMore(root["Statement"]);
  if (list.length === 0) throw syntaxError();
  const statements = list.map((item) => parseStatement(item, document));
  requireUniqueSids(statements.flatMap(({ sid }) => (sid ? [sid] : [])));
  return { name, kind, statements, text };
}

function parseStatement(item: unknown, document: DocumentKind): Statement {
  const json = asObject(item);
  onlyKeys(json, statementKeys);
  const effect = json["Effect"];
  if (effect === undefined) throw malformed("Missing required field Effect");
  if (effect !== "Allow" && effect !== "Deny") throw malformed(`Invalid effect: ${String(effect)}`);
  return {
    sid: parseSid(json["Sid"]),
    effect,
    actions: parseActions(json, document),
    resources: parseResources(json, document),
    principals: parsePrincipals(json, document),
    conditions: parseConditions(json["Condition"], document),
  };
}

function parseSid(sid: unknown): string | undefined {
  if (sid === undefined) return undefined;
  if (typeof sid !== "string") throw syntaxError();
  if (!/^[0-9A-Za-z]*$/.test(sid))
    throw malformed(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  return sid;
}

function parseActions(json: Json, document: DocumentKind): Statement["actions"] {
  const not = json["NotAction"] !== undefined;
  if (not && json["Action"] !== undefined) throw syntaxError();
  const actions = oneOrMore(json[not ? "NotAction" : "Action"]).map(asText);
  if (actions.length === 0)
    throw document === "trust" ? malformed("Missing required field Action") : noActions();
  for (const action of actions) requireAction(action);
  if (document === "trust" && !actions.every((action) => /^sts:/i.test(action)))
    throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
  return selection(
    actions.map((action) => action.toLowerCase()),
    { not },
  );
}

function parseResources(json: Json, document: DocumentKind): Statement["resources"] {
  const not = json["NotResource"] !== undefined;
  if (document === "trust") {
    if (not || json["Resource"] !== undefined) throw malformed("Has prohibited field Resource");
    return undefined;
  }
  if (not && json["Resource"] !== undefined) throw syntaxError();
  const resources = oneOrMore(json[not ? "NotResource" : "Resource"]).map(asText);
  if (resources.length === 0) throw noResources();
  if (document === "resource") for (const resource of resources) requireResource(resource);
  return selection(resources, { not });
}

function parsePrincipals(json: Json, document: DocumentKind): Statement["principals"] {
  const not = json["NotPrincipal"] !== undefined;
  const principal = json[not ? "NotPrincipal" : "Principal"];
  if (document === "identity") {
    if (principal !== undefined) throw malformed("Policy document should not specify a principal.");
    return undefined;
  }
  if (principal === undefined) throw malformed("Missing required field Principal");
  if (principal === "*") return { not, byType: { "*": ["*"] } };
  if (typeof principal === "string")
    throw malformed(`AssumeRolepolicy contained an invalid principal: "STAR":"${principal}".`);
  const byType = Object.fromEntries(
    Object.entries(asObject(principal)).map(([type, values]) => [
      type,
      oneOrMore(values).map((value) => requirePrincipal(type, asText(value))),
    ]),
  );
  if (Object.keys(byType).length === 0) throw malformed("Missing required field Principal cannot be empty!");
  return { not, byType };
}

function requirePrincipal(type: string, value: string): string {
  const valid =
    (type === "Service" && /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(value)) ||
    (type === "AWS" && /^(\*|\d{12}|arn:aws:(iam|sts)::\d{12}:.+|A[A-Z0-9]{15,})$/.test(value)) ||
    (type === "Federated" && value !== "") ||
    (type === "CanonicalUser" && value !== "");
  if (!valid) throw invalidPrincipal(type.toUpperCase(), value);
  return value;
}

function parseConditions(json: unknown, document: DocumentKind): Conditions {
  if (json === undefined) return {};
  return Object.fromEntries(
    Object.entries(asObject(json)).map(([operator, keys]) => {
      if (document !== "identity" && !isOperator(operator))
        throw malformed(`Invalid Condition type : ${operator}.`);
      const wanted = Object.entries(asObject(keys)).map(([key, values]) => {
        if (document !== "identity" && !key.includes(":")) throw noVendor();
        return [key, oneOrMore(values).map(asScalar)] as const;
      });
      return [operator, Object.fromEntries(wanted)];
    }),
  );
}

function parseJson(text: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw malformed("This policy contains invalid Json");
  }
  return asObject(parsed);
}

function onlyKeys(json: Json, known: readonly string[]): void {
  if (Object.keys(json).some((key) => !known.includes(key))) throw syntaxError();
}

function asObject(value: unknown): Json {
  if (isObject(value)) return value;
  throw syntaxError();
}

function oneOrMore(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  throw syntaxError();
}

function asScalar(value: unknown): string {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number")
    return String(value);
  throw syntaxError();
}

import { isObject } from "@long-running-api/foundation/objects";
import { isOperator } from "@long-running-api/iam/condition";
import { malformed } from "./errors.ts";
import {
  documentKeys,
  isVersion,
  noActions,
  noResources,
  requireAction,
  requireUniqueSids,
  statementKeys,
  syntaxError,
  versionDefault,
} from "./policy-rules.ts";
import { isPartition, requireResource } from "./resource-arn.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * IAM's errors for an invalid identity policy, in the order of its checks: form, version, an older parser,
 * then the statements. The messages and their order are those that moto's tests recorded on AWS.
 * https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py
 */
export function requireIdentityDocument(text: string, { isManaged }: { isManaged: boolean }): void {
  const root = parseJson(text);
  const statements = requireSyntax(root);
  const version = (root as Json)["Version"] ?? versionDefault;
  if (isManaged && version !== "2012-10-17")
    throw malformed("Policy document must be version 2012-10-17 or greater.");
  if (!statements.every(passesLegacyParser)) throw malformed("The policy failed legacy parsing");
  requireUniqueSids(statements.flatMap(({ Sid }) => (typeof Sid === "string" && Sid !== "" ? [Sid] : [])));
  if (!statements.every((each) => textsOf(each["Action"] ?? each["NotAction"]).length > 0)) throw noActions();
  for (const each of statements) textsOf(each["Resource"] ?? each["NotResource"]).forEach(requireResource);
  for (const each of statements) textsOf(each["Action"] ?? each["NotAction"]).forEach(requireAction);
  if (!statements.every((each) => textsOf(each["Resource"] ?? each["NotResource"]).length > 0))
    throw noResources();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw syntaxError();
  }
}

function requireSyntax(root: unknown): Json[] {
  const statement = isObject(root) ? root["Statement"] : undefined;
  const statements = Array.isArray(statement) ? statement : [statement];
  const isWellFormed =
    isObject(root) &&
    Object.keys(root).every((key) => documentKeys.includes(key)) &&
    (root["Version"] === undefined || isVersion(root["Version"])) &&
    isTextOrAbsent(root["Id"]) &&
    statements.length > 0 &&
    statements.every(isStatement);
  if (!isWellFormed) throw syntaxError();
  return statements as Json[];
}

function isStatement(json: unknown): boolean {
  if (!isObject(json) || !Object.keys(json).every((key) => statementKeys.includes(key))) return false;
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Condition } = json;
  return (
    isTextOrAbsent(Sid) &&
    typeof Effect === "string" &&
    /^(allow|deny)$/i.test(Effect) &&
    (Action === undefined || NotAction === undefined) &&
    (Resource === undefined || NotResource === undefined) &&
    [Action, NotAction, Resource, NotResource].every(isTextsOrAbsent) &&
    (Condition === undefined || isCondition(Condition))
  );
}

/** `{ "StringEquals": { "aws:username": ["ana"] } }`; an operator without keys may have any name. */
function isCondition(json: unknown): boolean {
  if (!isObject(json)) return false;
  return Object.entries(json).every(([operator, keys]) => {
    if (!isObject(keys)) return false;
    const values = Object.values(keys).flat();
    return (
      (Object.keys(keys).length === 0 || isOperator(operator)) &&
      values.every((value) => ["string", "number", "boolean"].includes(typeof value))
    );
  });
}

/** The pre-2012 parser still reads each policy, and supports less. */
function passesLegacyParser({ Effect, Resource, NotResource, Condition }: Json): boolean {
  if (Effect !== "Allow" && Effect !== "Deny") return false;
  const resources = textsOf(Resource ?? NotResource);
  const dates = Object.entries((Condition ?? {}) as Record<string, Record<string, unknown>>)
    .filter(([operator]) => operator.includes("Date"))
    .flatMap(([, keys]) => Object.values(keys).flat());
  return resources.every(hasItsParts) && dates.every((date) => isDate(String(date)));
}

/** A truncated ARN may have no empty part, and every ARN needs a service; an unknown partition is reported later. */
function hasItsParts(resource: string): boolean {
  const parts = resource.split(":");
  if (parts.length < 3 || !isPartition(parts[1])) return true;
  return parts[2] !== "" && (parts.length >= 6 || !resource.includes("::"));
}

const time = String.raw`(\d{1,2}(:\d\d(:\d\d(\.\d{1,9})?)?)?)?(z|[+-]\d\d(:?\d\d)?)?`;
const dateAndTime = new RegExp(String.raw`^\d[\d-]*t${time}$`, "i");

function isDate(text: string): boolean {
  if (/^-?\d{1,25}$/.test(text)) return BigInt.asIntN(64, BigInt(text)) === BigInt(text);
  return /t/i.test(text) ? dateAndTime.test(text) : !Number.isNaN(Date.parse(text));
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isTextsOrAbsent(value: unknown): boolean {
  return isTextOrAbsent(value) || (Array.isArray(value) && value.every((item) => typeof item === "string"));
}

function textsOf(value: unknown): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as string];
}

import { BlockList, isIP } from "node:net";
import { compiledArnLike } from "./arn-pattern.ts";
import { fillIn, matches, pattern } from "./wildcard.ts";

/** A request's condition values, by lower-case key, e.g. `aws:username`. */
export type RequestContext = Pick<ReadonlyMap<string, readonly string[]>, "get" | "has">;

/** Built when a policy first uses a condition key: most use none. */
export function onDemand(make: () => RequestContext): RequestContext {
  let made: RequestContext | undefined;
  return {
    get(key) {
      made ??= make();
      return made.get(key);
    },
    has(key) {
      made ??= make();
      return made.has(key);
    },
  };
}

/** `{ StringEquals: { "aws:username": ["ana"] } }`, as in a statement. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

type Test = (wanted: string, seen: string) => boolean;

const number = (test: (order: number) => boolean): Test => {
  return (wanted, seen) => test(Number(seen) - Number(wanted));
};
const date = (test: (order: number) => boolean): Test => {
  return (wanted, seen) => test(instant(seen) - instant(wanted));
};
const equal: Test = (wanted, seen) => plain(wanted) === seen;
const equalIgnoringCase: Test = (wanted, seen) => plain(wanted).toLowerCase() === seen.toLowerCase();
const not = (test: Test): Test => {
  return (wanted, seen) => !test(wanted, seen);
};

/**
 * The condition operators. A `Not…` operator is true when no value is equal, and when the key is absent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators: Readonly<Record<string, Test>> = {
  StringEquals: equal,
  StringNotEquals: not(equal),
  StringEqualsIgnoreCase: equalIgnoringCase,
  StringNotEqualsIgnoreCase: not(equalIgnoringCase),
  StringLike: matches,
  StringNotLike: not(matches),
  ArnEquals: compiledArnLike,
  ArnLike: compiledArnLike,
  ArnNotEquals: not(compiledArnLike),
  ArnNotLike: not(compiledArnLike),
  Bool: equalIgnoringCase,
  NumericEquals: number((order) => order === 0),
  NumericNotEquals: number((order) => order !== 0),
  NumericLessThan: number((order) => order < 0),
  NumericLessThanEquals: number((order) => order <= 0),
  NumericGreaterThan: number((order) => order > 0),
  NumericGreaterThanEquals: number((order) => order >= 0),
  DateEquals: date((order) => order === 0),
  DateNotEquals: date((order) => order !== 0),
  DateLessThan: date((order) => order < 0),
  DateLessThanEquals: date((order) => order <= 0),
  DateGreaterThan: date((order) => order > 0),
  DateGreaterThanEquals: date((order) => order >= 0),
  IpAddress: inNetwork,
  NotIpAddress: not(inNetwork),
};

/** Whether IAM knows an operator, with its `…IfExists` and `ForAnyValue:` forms. */
export function isOperator(name: string): boolean {
  const { base } = parts(name);
  return base === "Null" || Object.hasOwn(operators, base);
}

/** Whether every condition of a statement holds. */
export function holds(conditions: Conditions, context: RequestContext): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => oneHolds(operator, wanted, key.toLowerCase(), context)),
  );
}

/** The condition keys that conditions use but the context lacks, as the policy simulator lists them. */
export function missingKeys(conditions: Conditions, context: RequestContext): string[] {
  return Object.values(conditions)
    .flatMap((keys) => Object.keys(keys))
    .filter((key) => !context.has(key.toLowerCase()));
}

function oneHolds(
  operator: string,
  wanted: readonly string[],
  key: string,
  context: RequestContext,
): boolean {
  const { base, ifExists, set } = parts(operator);
  const seen = context.get(key);
  if (base === "Null")
    return wanted.some((value) => (value.toLowerCase() === "true") === (seen === undefined));
  const test = operators[base];
  if (!test) return false;
  const negative = base.includes("Not");
  if (seen === undefined || seen.length === 0) return ifExists || negative || set === "ForAllValues";
  const filled = wanted
    .map((value) => fillIn(pattern(value), (name) => context.get(name)?.[0]))
    .filter((value) => value !== undefined);
  const fits = (value: string) =>
    negative ? filled.every((want) => test(want, value)) : filled.some((want) => test(want, value));
  return set === "ForAllValues" || (negative && set === "") ? seen.every(fits) : seen.some(fits);
}

function parts(operator: string): { base: string; ifExists: boolean; set: string } {
  const found = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator);
  return { base: found?.[2] ?? "", ifExists: found?.[3] !== undefined, set: found?.[1] ?? "" };
}

/** A compiled pattern as literal text: only the Like operators and ARNs support wildcards. */
function plain(compiled: string): string {
  return compiled.replaceAll("\uE000", "*").replaceAll("\uE001", "?");
}

function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inNetwork(wanted: string, seen: string): boolean {
  const [address = "", bits] = plain(wanted).split("/");
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (isIP(address) === 0 || isIP(seen) === 0) return false;
  const network = new BlockList();
  network.addSubnet(address, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
  return network.check(seen, isIP(seen) === 6 ? "ipv6" : "ipv4");
}

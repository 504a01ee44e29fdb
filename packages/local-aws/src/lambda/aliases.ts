import type { AliasConfiguration, AliasRoutingConfiguration } from "@aws-sdk/client-lambda";
import type { Context } from "../action.ts";
import { AwsError } from "../action.ts";
import { complaint } from "../complaint.ts";
import { functionNotFound, invalid, notFound, validation } from "./errors.ts";
import { functionArn, isVersion, latest } from "./names.ts";
import { configurationOf, type FunctionRecord } from "./store.ts";

type Alias = FunctionRecord["aliases"][string];

const namePattern = "(?!^[0-9]+$)([a-zA-Z0-9-_]+)";

/** Rejects an invalid name, or one that could be a version. */
export function requireAliasName(name: string): void {
  if (/^[a-zA-Z0-9-_]{1,128}$/.test(name) && !isVersion(name)) return;
  const constraint = `Member must satisfy regular expression pattern: ${namePattern}`;
  throw validation([complaint(`'${name}'`, "name", constraint)]);
}

/** The alias; throws AWS's error when it does not exist. */
export function requireAlias(record: FunctionRecord, name: string): Alias {
  const alias = record.aliases[name];
  if (!alias) throw notFound(`Cannot find alias arn: ${record.arn}:${name}`);
  return alias;
}

/** Rejects an alias of a missing version, or with invalid routing weights. */
export function requireTarget(
  record: FunctionRecord,
  version: string,
  routing: AliasRoutingConfiguration | undefined,
  context: Pick<Context, "region" | "accountId">,
): void {
  const weights = Object.entries(routing?.AdditionalVersionWeights ?? {});
  requireWeights(weights);
  for (const target of [version, ...weights.map(([other]) => other)]) {
    const isThere = (target === latest || isVersion(target)) && configurationOf(record, target);
    if (!isThere) throw functionNotFound(functionArn(context, record.name, target));
  }
  if (weights.length === 0) return;
  if (weights.length > 1)
    throw invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
  if (version === latest)
    throw new AwsError(
      "InvalidParameterValueException",
      "$LATEST is not supported for an alias pointing to more than 1 version",
    );
  for (const [other] of weights) {
    if (other === version)
      throw invalid(
        `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
      );
  }
}

const keyRule =
  "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]";
const weightRule =
  "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]";

/** The service model's checks of the routing weights, before any lookup. */
function requireWeights(weights: readonly (readonly [string, number])[]): void {
  const at = "routingConfig.additionalVersionWeights";
  const shown = `'{${weights.map(([version, weight]) => `${version}=${asDouble(weight)}`).join(", ")}}'`;
  const rules = [
    ...(weights.every(([, weight]) => weight >= 0 && weight <= 1) ? [] : [weightRule]),
    ...(weights.every(([version]) => isVersion(version)) ? [] : [keyRule]),
  ];
  if (rules.length > 0) throw validation(rules.map((rule) => complaint(shown, at, rule)));
}

function asDouble(weight: number): string {
  return Number.isInteger(weight) ? weight.toFixed(1) : String(weight);
}

/** A routing configuration without weights is dropped. */
export function withRouting(
  alias: Omit<Alias, "RoutingConfig">,
  routing: AliasRoutingConfiguration | undefined,
): Alias & AliasConfiguration {
  const weights = routing?.AdditionalVersionWeights ?? {};
  return Object.keys(weights).length === 0
    ? alias
    : { ...alias, RoutingConfig: { AdditionalVersionWeights: weights } };
}

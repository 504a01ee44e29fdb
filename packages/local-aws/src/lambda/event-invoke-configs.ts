import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { AwsError, Context } from "../action.ts";
import { complaint } from "../complaint.ts";
import { requireNoDestination } from "./destinations.ts";
import { invalid, notFound, validation } from "./errors.ts";
import { functionArn, type Locator, latest, locate } from "./names.ts";
import {
  configurationOf,
  type EventInvokeConfig,
  type FunctionRecord,
  type Functions,
  keyOf,
} from "./store.ts";

/** The function, version or alias whose configuration a request names. */
export interface ConfigPlace {
  record: FunctionRecord;
  qualifier: string;
  arn: string;
}

/** The key to write to: function and qualifier must exist. */
export function requirePlace(
  input: Pick<PutFunctionEventInvokeConfigRequest, "FunctionName" | "Qualifier">,
  store: Functions,
  context: Context,
): ConfigPlace {
  const locator = locate(input.FunctionName, input.Qualifier, context);
  const record = store.functions.get(keyOf(context.region, locator.name));
  const qualifier = locator.qualifier ?? latest;
  if (!record || !configurationOf(record, qualifier)) throw notFound("The function doesn't exist.");
  return { record, qualifier, arn: functionArn(context, locator.name, qualifier) };
}

/** Destinations are unsupported: nothing here could receive the events. */
export function requireNoDestinationAt(
  { record }: ConfigPlace,
  { DestinationConfig }: Pick<PutFunctionEventInvokeConfigRequest, "DestinationConfig">,
  { functions }: Functions,
): void {
  requireNoDestination(DestinationConfig, {
    functionArn: record.arn,
    isFunction: (arn) => functions.list().some((other) => other.arn === arn),
  });
}

/** The existing configuration; throws AWS's error when there is none. */
export function requireConfig(
  input: Pick<PutFunctionEventInvokeConfigRequest, "FunctionName" | "Qualifier">,
  store: Functions,
  context: Context,
): ConfigPlace & { config: EventInvokeConfig } {
  const locator = locate(input.FunctionName, input.Qualifier, context);
  const record = store.functions.get(keyOf(context.region, locator.name));
  const qualifier = locator.qualifier ?? latest;
  const config = record?.eventInvokeConfigs[qualifier];
  if (!record || !config) throw noConfig(locator, context);
  return { record, qualifier, arn: functionArn(context, locator.name, qualifier), config };
}

function noConfig({ name, qualifier }: Locator, context: Context): AwsError {
  const arn = functionArn(context, name, qualifier ?? latest);
  return notFound(`The function ${arn} doesn't have an EventInvokeConfig`);
}

/** A request's retry attempts and maximum age; throws Lambda's errors for invalid ones. */
export function readConfig(
  input: PutFunctionEventInvokeConfigRequest,
): Omit<EventInvokeConfig, "lastModifiedMs"> {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig } = input;
  if (retries === undefined && age === undefined && DestinationConfig === undefined)
    throw invalid("You must specify at least one of error handling or destination setting.");
  const complaints = [
    ...outside(retries, "maximumRetryAttempts", 0, 2),
    ...outside(age, "maximumEventAgeInSeconds", 60, 21_600),
  ];
  if (complaints.length > 0) throw validation(complaints);
  return {
    ...(retries === undefined ? {} : { maximumRetryAttempts: retries }),
    ...(age === undefined ? {} : { maximumEventAgeInSeconds: age }),
  };
}

function outside(value: number | undefined, member: string, min: number, max: number): string[] {
  if (value === undefined || (value >= min && value <= max)) return [];
  const bound = value < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  return [complaint(`'${value}'`, member, `Member must have value ${bound}`)];
}

/** Stores the configuration and returns it as Lambda does. */
export function putConfig(
  { record, qualifier, arn }: ConfigPlace,
  config: EventInvokeConfig,
  put: (record: FunctionRecord) => void,
): FunctionEventInvokeConfig {
  put({ ...record, eventInvokeConfigs: { ...record.eventInvokeConfigs, [qualifier]: config } });
  return showConfig(arn, config);
}

export function showConfig(arn: string, config: EventInvokeConfig): FunctionEventInvokeConfig {
  const { lastModifiedMs, maximumRetryAttempts, maximumEventAgeInSeconds } = config;
  return {
    LastModified: new Date(lastModifiedMs),
    FunctionArn: arn,
    ...(maximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts: maximumRetryAttempts }),
    ...(maximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds: maximumEventAgeInSeconds }),
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  };
}

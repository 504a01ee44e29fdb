import type { AliasConfiguration, FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Context } from "../action.ts";
import type { Collection } from "../store.ts";
import { functionNotFound } from "./errors.ts";
import { functionArn, isVersion, type Locator, latest } from "./names.ts";
import type { ResourcePolicy } from "./resource-policy.ts";

/** One version's configuration, in the SDK's types; its ARN is added when it is returned. */
export type Configuration = Omit<FunctionConfiguration, "FunctionArn"> & {
  Version: string;
  RevisionId: string;
  /** Base64; also the key of the code in the code store. */
  CodeSha256: string;
};

/** A stored function. */
export interface FunctionRecord {
  name: string;
  region: string;
  arn: string;
  latest: Configuration;
  /** Published, oldest first. */
  versions: Configuration[];
  /** The number of versions ever published: the next version number is one more. */
  versionsPublished: number;
  /** The description of $LATEST at the last publication: a version may have its own. */
  descriptionPublished?: string;
  aliases: Record<string, AliasConfiguration & { Name: string; FunctionVersion: string }>;
  /** By qualifier; "" is the function itself. */
  policies: Record<string, ResourcePolicy>;
  /** By qualifier; $LATEST is the function itself. */
  eventInvokeConfigs: Record<string, EventInvokeConfig>;
  tags: Record<string, string>;
  reservedConcurrency?: number;
}

export interface EventInvokeConfig {
  lastModifiedMs: number;
  maximumRetryAttempts?: number;
  maximumEventAgeInSeconds?: number;
}

/** The functions of the account. */
export interface Functions {
  functions: Collection<FunctionRecord>;
}

export function keyOf(region: string, name: string): string {
  return `${region}/${name}`;
}

/** The function; throws AWS's error when it does not exist (with `qualifier`, if given, in the ARN). */
export function requireFunction(
  store: Functions,
  context: Pick<Context, "region" | "accountId">,
  name: string,
  qualifier?: string,
): Readonly<FunctionRecord> {
  const found = store.functions.get(keyOf(context.region, name));
  if (!found) throw functionNotFound(functionArn(context, name, qualifier));
  return found;
}

/** The configuration of a version or alias, if it exists. */
export function configurationOf(record: FunctionRecord, qualifier = latest): Configuration | undefined {
  if (qualifier === latest) return record.latest;
  const version = isVersion(qualifier) ? qualifier : record.aliases[qualifier]?.FunctionVersion;
  if (version === latest) return record.latest;
  return record.versions.find(({ Version }) => Version === version);
}

/** The function and its configuration; throws AWS's error when either is missing. */
export function requireConfiguration(
  store: Functions,
  context: Pick<Context, "region" | "accountId">,
  { name, qualifier }: Locator,
): { record: Readonly<FunctionRecord>; configuration: Configuration } {
  const record = requireFunction(store, context, name, qualifier);
  const configuration = configurationOf(record, qualifier);
  if (!configuration) throw functionNotFound(functionArn(context, name, qualifier));
  return { record, configuration };
}

export function putFunction(store: Functions, record: FunctionRecord): void {
  store.functions.put(keyOf(record.region, record.name), record);
}

/** The function with a new RevisionId: tags and published versions change it, too. */
export function revised(record: FunctionRecord, { newId }: { newId(): string }): FunctionRecord {
  return { ...record, latest: { ...record.latest, RevisionId: newId() } };
}

export function functionsIn(store: Functions, region: string): FunctionRecord[] {
  return store.functions.list().filter((record) => record.region === region);
}

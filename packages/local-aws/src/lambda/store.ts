import type { AliasConfiguration, FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Context } from "../action.ts";
import type { Collection } from "../store.ts";
import { functionNotFound } from "./errors.ts";
import { functionArn, isVersion, type Locator, latest } from "./names.ts";
import type { ResourcePolicy } from "./resource-policy.ts";

/** One version's configuration, in the words of the SDK; its ARN is made when it is shown. */
export type Configuration = Omit<FunctionConfiguration, "FunctionArn"> & {
  Version: string;
  RevisionId: string;
  /** Base64, and the name of the code in the code store. */
  CodeSha256: string;
};

/** A function as it is kept. */
export interface FunctionRecord {
  name: string;
  region: string;
  arn: string;
  latest: Configuration;
  /** Published, oldest first. */
  versions: Configuration[];
  /** How many were ever published: the next one's number is one more. */
  versionsPublished: number;
  /** What $LATEST said of itself when it was last published: a version may have words of its own. */
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

/** The function, or AWS's answer that there is none (with `qualifier`, if given, in the ARN). */
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

/** The configuration that a qualifier stands for, if there is such a version or alias. */
export function configurationOf(record: FunctionRecord, qualifier = latest): Configuration | undefined {
  if (qualifier === latest) return record.latest;
  const version = isVersion(qualifier) ? qualifier : record.aliases[qualifier]?.FunctionVersion;
  if (version === latest) return record.latest;
  return record.versions.find(({ Version }) => Version === version);
}

/** Function and configuration, or AWS's answer that one of them is missing. */
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

/** The function under a new revision: tags and published versions change it too. */
export function revised(record: FunctionRecord, { newId }: { newId(): string }): FunctionRecord {
  return { ...record, latest: { ...record.latest, RevisionId: newId() } };
}

export function functionsIn(store: Functions, region: string): FunctionRecord[] {
  return store.functions.list().filter((record) => record.region === region);
}

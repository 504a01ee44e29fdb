import { PutIntegrationResponseCommand, UpdateIntegrationCommand } from "@aws-sdk/client-api-gateway";
import {
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import type { Practice } from "./practice.ts";

// Changes to a solved environment, as somebody in the console makes them.

export const wait = { minDelay: 0.1, maxDelay: 0.5, maxWaitTime: 30 };

export async function configure({ lambda, names }: Practice, change: object): Promise<void> {
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: names.function, ...change }));
  await waitUntilFunctionUpdatedV2({ client: lambda, ...wait }, { FunctionName: names.function });
}

export async function upload({ lambda, names }: Practice, files: Record<string, string>): Promise<void> {
  const ZipFile = zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])),
  );
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: names.function, ZipFile }));
  await waitUntilFunctionUpdatedV2({ client: lambda, ...wait }, { FunctionName: names.function });
}

export type Verb = "POST" | "GET";
const pathOf = { POST: "/invoke-lambda", GET: "/{requestId}" } as const;

export async function methodOf({ api }: Practice, verb: Verb) {
  const { id: restApiId, resources } = await api();
  return { restApiId, resourceId: resources[pathOf[verb]] ?? "", httpMethod: verb };
}

/** Puts a template (or takes it away) and deploys. */
export async function template(
  practice: Practice,
  verb: Verb,
  { side, text, type = "application/json" }: { side: "request" | "response"; text?: string; type?: string },
): Promise<void> {
  const method = await methodOf(practice, verb);
  if (side === "request") {
    const path = (contentType: string) => `/requestTemplates/${contentType.replace("/", "~1")}`;
    const patchOperations = [
      { op: "remove" as const, path: path("application/json") },
      ...(text === undefined ? [] : [{ op: "add" as const, path: path(type), value: text }]),
    ];
    await practice.gateway.send(new UpdateIntegrationCommand({ ...method, patchOperations }));
  } else {
    const responseTemplates = text === undefined ? {} : { responseTemplates: { [type]: text } };
    const statusCode = verb === "POST" ? "202" : "200";
    await practice.gateway.send(
      new PutIntegrationResponseCommand({ ...method, statusCode, ...responseTemplates }),
    );
  }
  await practice.deploy();
}

export async function patchIntegration(
  practice: Practice,
  verb: Verb,
  patch: { op: "add" | "replace" | "remove"; path: string; value?: string },
): Promise<void> {
  const method = await methodOf(practice, verb);
  await practice.gateway.send(new UpdateIntegrationCommand({ ...method, patchOperations: [patch] }));
  await practice.deploy();
}

/** Changes the registered definition's JSON; a change that changes nothing is a mistake of the test. */
export async function redefine(
  { conductor, names }: Practice,
  change: (text: string) => string,
): Promise<void> {
  const text = JSON.stringify(await conductor.definition(names.workflow));
  const changed = change(text);
  if (changed === text) throw new Error(`Nothing was changed in ${text}`);
  await conductor.register(JSON.parse(changed));
}

import { setTimeout as sleep } from "node:timers/promises";
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  GetResourcesCommand,
  GetStageCommand,
  type PatchOperation,
  type Resource,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { tagsOf } from "@long-running-api/kit/names";
import { findApi, findOwnApi } from "../../../steps/03-api/find-api.ts";
import { missingStep } from "../../../steps/missing.ts";
import { isOurs } from "../../../steps/owned.ts";
import type { Place } from "../../fault.ts";
import { type Change, sequence } from "./change.ts";

export type Verb = "POST" | "GET";
export const pathOf: Readonly<Record<Verb, string>> = { POST: "/invoke-lambda", GET: "/{requestId}" };

/** Changes that are live: the API is deployed after them. */
export function deployed(...changes: readonly Change[]): Change {
  return sequence(...changes, deploy);
}

/** Deploys the API as it is. */
export async function deploy(place: Place): Promise<void> {
  const { client, restApiId } = await ownApi(place);
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: place.names.stage }));
}

/** Deploys the API to a stage of another name. */
export function deployTo(stageName: string): Change {
  return async (place) => {
    const { client, restApiId } = await ownApi(place);
    await client.send(new CreateDeploymentCommand({ restApiId, stageName }));
  };
}

/** A deployment's date has whole seconds: only then can two of them be distinguished. */
export async function untilTheNextSecond(): Promise<void> {
  await sleep(1000 - (Date.now() % 1000));
}

/** Settings of the API itself. */
export function patchApi(...patchOperations: readonly PatchOperation[]): Change {
  return async (place) => {
    const { client, restApiId } = await ownApi(place);
    await client.send(new UpdateRestApiCommand({ restApiId, patchOperations: [...patchOperations] }));
  };
}

/** The resource policy, with one statement about every call. */
export function resourcePolicy(statement: object): Change {
  const value = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Resource: "execute-api:/*", ...statement }],
  });
  return patchApi({ op: "replace", path: "/policy", value });
}

/** Settings of the stage. */
export function patchStage(...patchOperations: readonly PatchOperation[]): Change {
  return async (place) => {
    const { client, restApiId } = await ownApi(place);
    const stageName = place.names.stage;
    await client.send(
      new UpdateStageCommand({ restApiId, stageName, patchOperations: [...patchOperations] }),
    );
  };
}

/** A change that is deployed, and the stage set back to what it had before. */
export function setBack(change: Change): Change {
  return async (place) => {
    const { client, restApiId } = await ownApi(place);
    const { deploymentId } = await client.send(
      new GetStageCommand({ restApiId, stageName: place.names.stage }),
    );
    await sequence(change, patchStage({ op: "replace", path: "/deploymentId", value: deploymentId }))(place);
  };
}

/** Deletes the stage; the API stays, and cannot be called. */
export async function deleteStage(place: Place): Promise<void> {
  const { client, restApiId } = await ownApi(place);
  await client.send(new DeleteStageCommand({ restApiId, stageName: place.names.stage }));
}

export async function deleteApi(place: Place): Promise<void> {
  const { client, restApiId } = await ownApi(place);
  await client.send(new DeleteRestApiCommand({ restApiId }));
}

/** Deletes the renamed API, if it exists and is ours: the step no longer finds it. */
export function dropRenamed(name: string): Change {
  return async ({ target, names }) => {
    const client = new APIGatewayClient(target.aws);
    const api = await findApi(client, { ...names, api: name });
    if (api?.id && isOurs(api.tags, names))
      await client.send(new DeleteRestApiCommand({ restApiId: api.id }));
  };
}

/** An API of the right name, with nothing in it, in another region. */
export function createApiIn(region: string): Change {
  return async ({ target, names }) => {
    const client = new APIGatewayClient({ ...target.aws, region });
    await client.send(new CreateRestApiCommand({ name: names.api, tags: tagsOf(names) }));
  };
}

export function dropApiIn(region: string): Change {
  return async ({ target, names }) => {
    const client = new APIGatewayClient({ ...target.aws, region });
    const restApiId = (await findOwnApi(client, names))?.id;
    if (restApiId) await client.send(new DeleteRestApiCommand({ restApiId }));
  };
}

/** Deletes a resource with its methods. */
export function deleteResource(path: string): Change {
  return async (place) => {
    const { client, restApiId, resources } = await ownApi(place);
    await client.send(new DeleteResourceCommand({ restApiId, resourceId: resourceAt(resources, path) }));
  };
}

/** Makes a resource below another one. */
export function createResource(parent: string, pathPart: string): Change {
  return async (place) => {
    const { client, restApiId, resources } = await ownApi(place);
    const parentId = resourceAt(resources, parent);
    await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  };
}

/** The API that the step created, with its resources, and no other one. */
export async function ownApi({ target, names }: Place) {
  const client = new APIGatewayClient(target.aws);
  const restApiId = (await findOwnApi(client, names))?.id;
  if (!restApiId) throw missingStep("03-api", `There is no API ${names.api}.`, "apigateway:GetRestApis");
  const { items = [] } = await client.send(
    new GetResourcesCommand({ restApiId, embed: ["methods"], limit: 500 }),
  );
  return { client, restApiId, resources: items };
}

export function resourceAt(resources: readonly Resource[], path: string): string {
  const id = resources.find((resource) => resource.path === path)?.id;
  if (id === undefined)
    throw missingStep("03-api", `The API has no resource ${path}.`, "apigateway:GetResources");
  return id;
}

import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AwsError } from "../../src/action.ts";
import { deployVector } from "./deploy-vector.ts";
import { type Gateway, ok, openGateway } from "./gateway.ts";
import { type Vector, vectorsOf } from "./vector.ts";

/** Vectors tested elsewhere or outside the tutorial's scope. */
const elsewhere: Readonly<Record<string, string>> = {
  "execute-062": "Lambda's own Invoke: see the Lambda tests",
  "execute-066": "HTTP integrations are not part of the tutorial: only Lambda and MOCK can be called",
};

const scenarios: Readonly<Record<string, (gateway: Gateway, vector: Vector) => Promise<void>>> = {
  "execute-068": unknownPath,
  "execute-086": withoutPermission,
  "execute-088": withoutIntegrationResponse,
};

describe("recorded calls of deployed APIs", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await openGateway();
  });
  afterAll(() => gateway.close());

  for (const vector of vectorsOf("execute")) {
    const reason = elsewhere[vector.id];
    if (reason === undefined)
      test(`${vector.id}: ${vector.title}`, () => (scenarios[vector.id] ?? call)(gateway, vector));
    else test.skip(`${vector.id}: ${vector.title} (${reason})`);
  }
});

/** Builds the method that the vector describes, calls it, and compares all that the vector expects. */
async function call(gateway: Gateway, vector: Vector): Promise<void> {
  if (vector.resources) return routing(gateway, vector);
  if (vector.table) return passthroughTable(gateway, vector);
  const { backend, request = {}, expect: wanted } = vector;
  gateway.invocations.length = 0;
  gateway.answer(({ payload }) => {
    if (backend?.echo) return { status: 200, payload };
    if (backend?.lambdaError !== undefined)
      return { ...ok(JSON.stringify(backend.lambdaError)), functionError: "Unhandled" };
    if (backend?.lambdaHttp)
      return { status: backend.lambdaHttp.status, payload: Buffer.from(backend.lambdaHttp.payload) };
    return ok(JSON.stringify(backend?.lambdaResult ?? {}));
  });
  const apiId = await deployVector(gateway, vector);
  // A vector without a resource of its own applies to any path.
  const path = (vector.resource && request.path) ?? "/x";
  const response = await fetch(gateway.url(apiId, "test", path), {
    method: request.method ?? "GET",
    headers: request.headers ?? {},
    // Bytes, so that fetch adds no content type of its own.
    ...(request.body === undefined ? {} : { body: Buffer.from(request.body) }),
  });
  const body = await response.text();
  if (wanted.status !== undefined) expect(response.status).toBe(wanted.status);
  if (wanted.body !== undefined) expect(body).toBe(wanted.body);
  if (wanted.json !== undefined) expect(JSON.parse(body)).toEqual(wanted.json);
  if (wanted.contentLength !== undefined) expect(Buffer.byteLength(body)).toBe(wanted.contentLength);
  for (const [name, value] of Object.entries(wanted.headers ?? {}))
    expect([name, response.headers.get(name)]).toEqual([name, value]);
  for (const name of wanted.headersAbsent ?? [])
    expect([name, response.headers.get(name)]).toEqual([name, null]);
  if (wanted.lambdaEventHas !== undefined)
    expect(JSON.parse(gateway.invocations[0]?.payload.toString() ?? "")).toMatchObject(wanted.lambdaEventHas);
  if (wanted.lambdaInvocationType !== undefined)
    expect(gateway.invocations.map(({ invocationType }) => invocationType)).toEqual([
      wanted.lambdaInvocationType,
    ]);
  if (wanted.lambdaEvent !== undefined)
    expect(gateway.invocations.map(({ payload }) => JSON.parse(payload.toString()))).toEqual([
      wanted.lambdaEvent,
    ]);
}

/** Each resource returns its own path. */
async function routing(gateway: Gateway, { resources = {}, cases = [] }: Vector): Promise<void> {
  const { client } = gateway;
  const { id: restApiId, rootResourceId = "" } = await client.send(
    new CreateRestApiCommand({ name: "routing" }),
  );
  const ids = new Map([["", rootResourceId]]);
  for (const [path, methods] of Object.entries(resources)) {
    const cut = path.lastIndexOf("/");
    const parentId = ids.get(path.slice(0, cut)) ?? rootResourceId;
    const { id: resourceId = "" } = await client.send(
      new CreateResourceCommand({ restApiId, parentId, pathPart: path.slice(cut + 1) }),
    );
    ids.set(path, resourceId);
    for (const httpMethod of methods) {
      const at = { restApiId, resourceId, httpMethod };
      await client.send(new PutMethodCommand({ ...at, authorizationType: "NONE" }));
      await client.send(new PutMethodResponseCommand({ ...at, statusCode: "200" }));
      await client.send(
        new PutIntegrationCommand({
          ...at,
          type: "MOCK",
          requestTemplates: { "application/json": '{"statusCode": 200}' },
        }),
      );
      await client.send(
        new PutIntegrationResponseCommand({
          ...at,
          statusCode: "200",
          responseTemplates: { "application/json": path },
        }),
      );
    }
  }
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "test" }));
  for (const { request, expect: wanted } of cases) {
    const response = await fetch(gateway.url(restApiId ?? "", "test", request.path), {
      method: request.method,
    });
    expect([request.path, await response.text()]).toEqual([request.path, wanted.matched]);
  }
}

async function unknownPath(gateway: Gateway, { request, expect: wanted }: Vector): Promise<void> {
  const apiId = await deployVector(gateway, mock({}));
  const response = await fetch(gateway.url(apiId, "test", request?.path ?? ""), {
    method: request?.method ?? "GET",
  });
  expect(response.status).toBe(wanted.status);
  expect(await response.json()).toEqual(wanted.json);
  for (const [name, value] of Object.entries(wanted.headers ?? {}))
    expect(response.headers.get(name)).toBe(value);
}

/** For each content type and each behaviour: does the template run, does the body pass, or is it 415? */
async function passthroughTable(
  gateway: Gateway,
  { requestTemplates = [], table = {}, expect: wanted }: Vector,
): Promise<void> {
  const sent = JSON.stringify({ passed: true });
  const rendered = JSON.stringify({ rendered: true });
  gateway.answer(() => ok("{}"));
  for (const [contentType, behaviours] of Object.entries(table)) {
    for (const [passthroughBehavior, outcome] of Object.entries(behaviours)) {
      const apiId = await deployVector(gateway, {
        ...mock({ request: { method: "POST" } }),
        integration: {
          type: "AWS",
          integrationHttpMethod: "POST",
          passthroughBehavior,
          requestTemplates: Object.fromEntries(requestTemplates.map((type) => [type, rendered])),
          integrationResponses: { "200": {} },
        },
      });
      gateway.invocations.length = 0;
      const response = await fetch(gateway.url(apiId, "test", "/x"), {
        method: "POST",
        headers: contentType === "none" ? {} : { "Content-Type": contentType },
        // Bytes, so that fetch adds no content type of its own.
        body: Buffer.from(sent),
      });
      const seen =
        response.status === 415
          ? 415
          : gateway.invocations[0]?.payload.toString() === rendered
            ? "template"
            : "passthrough";
      expect([contentType, passthroughBehavior, seen]).toEqual([contentType, passthroughBehavior, outcome]);
      if (seen === 415) expect(await response.json()).toEqual(wanted.status415);
      if (seen === "passthrough") expect(gateway.invocations[0]?.payload.toString()).toBe(sent);
    }
  }
}

async function withoutPermission(gateway: Gateway, { expect: wanted }: Vector): Promise<void> {
  gateway.answer(() => {
    throw new AwsError(
      "AccessDeniedException",
      "User: anonymous is not authorized to perform: lambda:InvokeFunction",
      403,
    );
  });
  await fails(gateway, wanted, { "200": {} });
}

async function withoutIntegrationResponse(gateway: Gateway, { expect: wanted }: Vector): Promise<void> {
  gateway.answer(() => ok("{}"));
  await fails(gateway, wanted, {});
}

async function fails(
  gateway: Gateway,
  wanted: Vector["expect"],
  integrationResponses: NonNullable<Vector["integration"]>["integrationResponses"],
): Promise<void> {
  const integration = {
    type: "AWS",
    integrationHttpMethod: "POST",
    integrationResponses: integrationResponses ?? {},
  };
  const apiId = await deployVector(gateway, { ...mock({}), integration });
  const response = await fetch(gateway.url(apiId, "test", "/x"));
  expect(response.status).toBe(wanted.status);
  if (wanted.json !== undefined) expect(await response.json()).toEqual(wanted.json);
  const entry = gateway.journal.since(0).findLast(({ kind }) => kind === "execute");
  expect(entry?.["log"]).toContain(wanted.executionLog);
}

function mock(more: Partial<Vector>): Vector {
  return { id: "", kind: "execute", title: "", evidence: "", source: "", expect: {}, ...more };
}

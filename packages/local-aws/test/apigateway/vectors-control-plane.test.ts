import * as sdk from "@aws-sdk/client-api-gateway";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { functionUri, type Gateway, openGateway } from "./gateway.ts";
import { type Step, type Vector, vectorsOf } from "./vector.ts";

/** Vectors of other services. */
const elsewhere: Readonly<Record<string, string>> = {
  "control-plane-120": "Lambda's CreateFunction: see the Lambda tests",
  "control-plane-122": "Lambda's AddPermission: see the Lambda tests",
};

interface World {
  restApiId: string;
  root: string;
  httpMethod: string;
  deploymentId: string;
  /** Placeholders for created ids: `<api>`, `<root>`, `<resource>`. */
  made: Map<string, string>;
}

type Args = Record<string, unknown>;

describe("recorded calls of the control plane", () => {
  let gateway: Gateway;
  let world: World;
  beforeEach(async () => {
    gateway = await openGateway();
    const { id = "", rootResourceId = "" } = await send(gateway, "CreateRestApi", { name: "vector" });
    const made = new Map([
      ["<api>", String(id)],
      ["<root>", String(rootResourceId)],
    ]);
    world = {
      restApiId: String(id),
      root: String(rootResourceId),
      httpMethod: "GET",
      deploymentId: "",
      made,
    };
  });
  afterEach(() => gateway.close());

  for (const vector of vectorsOf("control-plane")) {
    const reason = elsewhere[vector.id];
    if (reason !== undefined) {
      test.skip(`${vector.id}: ${vector.title} (${reason})`);
      continue;
    }
    test(`${vector.id}: ${vector.title}`, async () => {
      for (const step of vector.setup ?? needed(vector))
        await (typeof step === "string" ? prepare : prepareStep)(gateway, world, step as never);
      await check(gateway, world, vector);
    });
  }
});

/** Resources that a call needs to get as far as the vector intends; a recorded vector lists its own. */
function needed({ id, call }: Vector): string[] {
  if (id.startsWith("recorded")) return [];
  if (call?.op === "PutIntegration") return ["PutMethod GET"];
  if (call?.op === "DeleteDeployment")
    return ["PutMethod GET", "PutIntegration GET MOCK", "CreateDeployment stage"];
  return [];
}

/** A line such as "PutMethod POST /" or "CreateResource {proxy+}". */
async function prepare(gateway: Gateway, world: World, step: string): Promise<void> {
  const [op = "", first = "", second = ""] = step.split(" ");
  const at = { restApiId: world.restApiId, resourceId: world.root };
  if (op === "CreateRestApi") return;
  if (op === "CreateResource") await send(gateway, op, { ...at, parentId: world.root, pathPart: first });
  else if (op === "PutMethod") {
    world.httpMethod = first;
    await send(gateway, op, { ...at, httpMethod: first, authorizationType: "NONE" });
  } else if (op === "PutIntegration") {
    const call = second === "MOCK" ? {} : { integrationHttpMethod: "POST", uri: functionUri("f") };
    await send(gateway, op, { ...at, httpMethod: first, type: second, ...call });
  } else if (op === "CreateDeployment") {
    const { id } = await send(gateway, op, { ...at, stageName: first });
    world.deploymentId = String(id);
  } else throw new Error(`The setup "${step}" is not known.`);
}

/** A call whose answer's id is known by a name from then on. */
async function prepareStep(gateway: Gateway, { made }: World, { op, args, as = "" }: Step): Promise<void> {
  const { id, rootResourceId } = await send(gateway, op, filledIn(args, made));
  if (as === "") return;
  made.set(`<${as}>`, String(id));
  if (rootResourceId !== undefined) made.set(`<${as}.root>`, String(rootResourceId));
}

function filledIn<T>(value: T, made: ReadonlyMap<string, string>): T {
  let text = JSON.stringify(value);
  for (const [name, id] of made) text = text.replaceAll(name, id);
  return JSON.parse(text) as T;
}

async function check(gateway: Gateway, world: World, vector: Vector): Promise<void> {
  const { id, call, expect: wanted } = vector;
  const { restApiId, root: parentId, httpMethod, deploymentId } = world;
  const usual: Args = id.startsWith("recorded")
    ? {}
    : { restApiId, resourceId: parentId, parentId, httpMethod, deploymentId };
  const args = { ...usual, ...filledIn(call?.args ?? {}, world.made) };
  const answer = await attempt(gateway, call?.op ?? "", args);
  expect(answer.status).toBe(wanted.status);
  if (wanted.code !== undefined) expect(answer.code).toBe(wanted.code);
  if (wanted.message !== undefined) expect(answer.message).toBe(filledIn(wanted.message, world.made));
  if (wanted.messageStartsWith !== undefined)
    expect(answer.message).toMatch(new RegExp(`^${escaped(wanted.messageStartsWith)}`));
  if (wanted.body !== undefined) expect(answer.body).toEqual(wanted.body);
  if (wanted.bodyHas !== undefined) expect(answer.body).toMatchObject(wanted.bodyHas);
  if (wanted.bodyKeys !== undefined)
    expect(Object.keys(answer.body).sort()).toEqual([...wanted.bodyKeys].sort());
  if (wanted.bodyExact !== undefined) {
    const exact = JSON.stringify(wanted.bodyExact)
      .replaceAll("<root>", parentId)
      .replaceAll("<id>", String(answer.body["id"]));
    expect(answer.body).toEqual(JSON.parse(exact));
  }
}

interface Answer {
  status: number | undefined;
  code?: string;
  message?: string;
  body: Args;
}

async function attempt(gateway: Gateway, op: string, args: Args): Promise<Answer> {
  try {
    const { $metadata, ...body } = await send(gateway, op, args);
    return { status: ($metadata as { httpStatusCode?: number }).httpStatusCode, body };
  } catch (error) {
    if (!(error instanceof sdk.APIGatewayServiceException)) throw error;
    return { status: error.$metadata.httpStatusCode, code: error.name, message: error.message, body: {} };
  }
}

async function send({ client }: Gateway, op: string, args: Args): Promise<Args> {
  const Command = (sdk as unknown as Record<string, new (input: Args) => sdk.GetAccountCommand>)[
    `${op}Command`
  ];
  if (!Command) throw new Error(`The SDK has no ${op}.`);
  // A document to import is bytes, which JSON has none of.
  const input = typeof args["body"] === "string" ? { ...args, body: Buffer.from(args["body"]) } : args;
  return (await client.send(new Command(input))) as unknown as Args;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand, LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { unless } from "@long-running-api/kit/aws-errors";
import { type Names, tagsOf } from "@long-running-api/kit/names";
import { findFunction } from "../02-lambda/function.ts";
import { ownFilesSentence } from "../designs/index.ts";
import { missingStep } from "../missing.ts";
import { isOurs } from "../owned.ts";
import { designsOf, inTurn, type Step, stepCommand, type Work } from "../step.ts";
import { findApi, findOwnApi } from "./find-api.ts";
import { deployedIs, liveIs } from "./live.ts";
import { type ApiDesign, methodsFrom, openApiDocument } from "./openapi.ts";
import { readPrintedTemplates, readTemplates } from "./templates.ts";

export const api: Step = {
  id: "03-api",
  title: "Create the REST API: POST starts the function, GET returns its status",
  options: {
    "as-printed": {
      type: "boolean",
      help: "build the API with the tutorial's templates as printed, which never complete",
    },
  },
  plan: (names) => [
    `create the REST API ${names.api} with POST /invoke-lambda and GET /{requestId}`,
    `allow it to invoke the function ${names.function}`,
    `deploy it to the stage ${names.stage}`,
  ],
  apply: (work) => inTurn(work, () => createApi(work)),
  undo: dropApi,
};

async function createApi(work: Work) {
  const { target, names, options } = work;
  const clients = { gateway: new APIGatewayClient(target.aws), lambda: new LambdaClient(target.aws) };
  try {
    const found = await findFunction(clients.lambda, names.function);
    const functionArn = found?.configuration.FunctionArn;
    if (!functionArn)
      throw missingStep("02-lambda", `There is no function ${names.function}.`, "lambda:GetFunction");
    const asPrinted = options["as-printed"] === true;
    const { templates, files } = asPrinted
      ? { templates: await readPrintedTemplates(), files: [] }
      : await readTemplates(designsOf(work));
    const design: ApiDesign = {
      name: names.api,
      description: "POST /invoke-lambda starts the tutorial's function, GET /{requestId} returns its status",
      functionArn,
      region: target.aws.region,
      methods: methodsFrom(templates),
    };
    const restApiId = await ensureApi(clients.gateway, names, design);
    await allowInvoke(clients.lambda, restApiId, functionArn, design);
    await ensureDeployed(clients.gateway, restApiId, names.stage, design);
    const url = target.invokeUrl({ apiId: restApiId, stage: names.stage });
    return {
      messages: [
        `The API ${names.api} (${restApiId}) has POST /invoke-lambda and GET /{requestId}, and may invoke ${names.function}.`,
        `It is deployed to the stage ${names.stage}: ${url}`,
        ...ownFilesSentence(files),
        ...(asPrinted
          ? ["Its templates are the tutorial's, as printed: run the check to see what they do."]
          : []),
      ],
      facts: { apiId: restApiId, stage: names.stage, invokeUrl: url },
    };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

async function ensureApi(client: APIGatewayClient, names: Names, design: ApiDesign): Promise<string> {
  const existing = await findOwnApi(client, names);
  const restApiId = existing?.id ?? (await newApi(client, names, design));
  if (!existing || !(await liveIs(client, restApiId, design))) {
    const body = Buffer.from(JSON.stringify(openApiDocument(design)));
    await client.send(new PutRestApiCommand({ restApiId, mode: "overwrite", failOnWarnings: true, body }));
  }
  return restApiId;
}

async function newApi(client: APIGatewayClient, names: Names, { description }: ApiDesign): Promise<string> {
  const { id = "" } = await client.send(
    new CreateRestApiCommand({
      name: names.api,
      description,
      endpointConfiguration: { types: ["REGIONAL"] },
      tags: tagsOf(names),
    }),
  );
  return id;
}

/** The console adds this permission silently; without it every call returns 500. */
async function allowInvoke(
  client: LambdaClient,
  restApiId: string,
  functionArn: string,
  { methods, region }: ApiDesign,
): Promise<void> {
  const account = functionArn.split(":")[4];
  for (const { verb, path } of methods) {
    const source = `arn:aws:execute-api:${region}:${account}:${restApiId}/*/${verb.toUpperCase()}${path.replace(/\{\w+\}/, "*")}`;
    await unless("ResourceConflictException", () =>
      client.send(
        new AddPermissionCommand({
          FunctionName: functionArn,
          StatementId: `apigateway-${restApiId}-${verb}`,
          Action: "lambda:InvokeFunction",
          Principal: "apigateway.amazonaws.com",
          SourceArn: source,
        }),
      ),
    );
  }
}

/** A deployment is a snapshot: later changes are not live. So the step deploys whenever the stage differs. */
async function ensureDeployed(
  client: APIGatewayClient,
  restApiId: string,
  stageName: string,
  design: ApiDesign,
): Promise<void> {
  if (await deployedIs(client, restApiId, stageName, design)) return;
  await client.send(
    new CreateDeploymentCommand({
      restApiId,
      stageName,
      description: "Deployed by the tutorial's step 03-api",
    }),
  );
}

async function dropApi({ target, names }: Work) {
  const client = new APIGatewayClient(target.aws);
  try {
    const found = await findApi(client, names);
    if (!found?.id) return { messages: [`The API ${names.api} did not exist.`] };
    if (!isOurs(found.tags, names))
      return {
        messages: [
          `The API ${names.api} (${found.id}) was not created by these steps (it lacks their tags), so it is kept.`,
        ],
      };
    await unless("NotFoundException", () => client.send(new DeleteRestApiCommand({ restApiId: found.id })));
    await revokeInvoke(target.aws, names, found.id);
    return { messages: [`Deleted the API ${names.api} (${found.id}) and its stages.`] };
  } finally {
    client.destroy();
  }
}

/** Otherwise the permission would stay on the function for a deleted API. */
async function revokeInvoke(access: Work["target"]["aws"], names: Names, restApiId: string): Promise<void> {
  const client = new LambdaClient(access);
  for (const verb of ["post", "get"]) {
    await unless("ResourceNotFoundException", () =>
      client.send(
        new RemovePermissionCommand({
          FunctionName: names.function,
          StatementId: `apigateway-${restApiId}-${verb}`,
        }),
      ),
    );
  }
  client.destroy();
}

await stepCommand(import.meta, api);

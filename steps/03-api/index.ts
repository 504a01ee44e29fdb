import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { findFunction } from "../02-lambda/function.ts";
import { ownFilesSentence } from "../designs/index.ts";
import { missingStep } from "../missing.ts";
import { designsOf, inTurn, stepCommand, type TutorialStep, type Work } from "../step.ts";
import { allowInvoke, dropApi, ensureApi, ensureDeployed } from "./deploy.ts";
import { type ApiDesign, methodsFrom } from "./openapi.ts";
import { readPrintedTemplates, readTemplates } from "./templates.ts";

export const api: TutorialStep = {
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

await stepCommand(import.meta, api);

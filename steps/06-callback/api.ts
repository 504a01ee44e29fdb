import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { callbackNames } from "@long-running-api/kit/names";
import { allowInvoke, ensureApi, ensureDeployed } from "../03-api/deploy.ts";
import type { ApiDesign } from "../03-api/openapi.ts";
import { readTemplate } from "../03-api/templates.ts";
import type { DesignFile } from "../designs/index.ts";
import { designsOf, type Work } from "../step.ts";

/** Creates the API that starts the function and passes it the ids of the run and of its task. */
export async function ensureCallbackApi(
  work: Work,
  functionArn: string,
): Promise<{ id: string; url: string; files: readonly DesignFile[] }> {
  const { target } = work;
  const names = callbackNames(work.names);
  const designs = designsOf(work);
  const request = await readTemplate(designs, "callback-request.vtl");
  const response = await readTemplate(designs, "post-response.vtl");
  const design: ApiDesign = {
    name: names.api,
    description: "POST /invoke-callback starts the function that completes its task by itself",
    functionArn,
    region: target.aws.region,
    methods: [
      {
        path: "/invoke-callback",
        verb: "post",
        status: "202",
        requestTemplate: request.text.trimEnd(),
        responseTemplate: response.text.trimEnd(),
      },
    ],
  };
  const clients = { gateway: new APIGatewayClient(target.aws), lambda: new LambdaClient(target.aws) };
  try {
    const id = await ensureApi(clients.gateway, names, design);
    await allowInvoke(clients.lambda, id, functionArn, design);
    await ensureDeployed(clients.gateway, id, names.stage, design);
    return { id, url: target.invokeUrl({ apiId: id, stage: names.stage }), files: [request, response] };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

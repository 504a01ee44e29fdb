import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { tagsOf } from "@long-running-api/kit/names";
import type { Place } from "../../instructor/fault.ts";
import { findFunction } from "../../steps/02-lambda/function.ts";
import { integrationUri, type MethodDesign, methodsFrom } from "../../steps/03-api/openapi.ts";
import { readTemplates } from "../../steps/03-api/templates.ts";
import { referenceDesigns } from "../../steps/designs/index.ts";

// The tutorial's API as the console makes it, click by click, where step 03-api imports one document. It carries
// the tags of the steps, so that faults can be put into it.

/** Makes the API, allows it to call the function, and deploys it. */
export async function createApiByHand({ target, names }: Place): Promise<void> {
  const gateway = new APIGatewayClient(target.aws);
  const lambda = new LambdaClient(target.aws);
  const functionArn = (await findFunction(lambda, names.function))?.configuration.FunctionArn ?? "";
  const { id: restApiId } = await gateway.send(
    new CreateRestApiCommand({
      name: names.api,
      endpointConfiguration: { types: ["REGIONAL"] },
      tags: tagsOf(names),
    }),
  );
  const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId }));
  const uri = integrationUri({ region: target.aws.region, functionArn });
  const { templates } = await readTemplates(referenceDesigns);
  for (const method of methodsFrom(templates)) {
    const { id: resourceId } = await gateway.send(
      new CreateResourceCommand({ restApiId, parentId: items[0]?.id, pathPart: method.path.slice(1) }),
    );
    await createMethod(gateway, { restApiId, resourceId, uri }, method);
    await allow(lambda, { restApiId: restApiId ?? "", functionArn }, method);
  }
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: names.stage }));
  gateway.destroy();
  lambda.destroy();
}

interface Spot {
  restApiId: string | undefined;
  resourceId: string | undefined;
  uri: string;
}

/** The four boxes of the console's method page. */
async function createMethod(
  gateway: APIGatewayClient,
  { restApiId, resourceId, uri }: Spot,
  { verb, path, status, requestTemplate, responseTemplate }: MethodDesign,
): Promise<void> {
  const method = { restApiId, resourceId, httpMethod: verb.toUpperCase() };
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [`method.request.path.${name}`, true]);
  await gateway.send(
    new PutMethodCommand({
      ...method,
      authorizationType: "NONE",
      requestParameters: Object.fromEntries(variables),
    }),
  );
  await gateway.send(
    new PutIntegrationCommand({
      ...method,
      type: "AWS",
      integrationHttpMethod: "POST",
      uri,
      passthroughBehavior: "WHEN_NO_TEMPLATES",
      requestTemplates: { "application/json": requestTemplate },
    }),
  );
  await gateway.send(new PutMethodResponseCommand({ ...method, statusCode: status }));
  await gateway.send(
    new PutIntegrationResponseCommand({
      ...method,
      statusCode: status,
      ...(responseTemplate === undefined
        ? {}
        : { responseTemplates: { "application/json": responseTemplate } }),
    }),
  );
}

/** Under the name that the step gives it, by which a fault removes it. */
async function allow(
  lambda: LambdaClient,
  { restApiId, functionArn }: { restApiId: string; functionArn: string },
  { verb, path }: MethodDesign,
): Promise<void> {
  const [, , , region, account] = functionArn.split(":");
  const place = `${verb.toUpperCase()}${path.replace(/\{\w+\}/, "*")}`;
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: functionArn,
      StatementId: `apigateway-${restApiId}-${verb}`,
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: `arn:aws:execute-api:${region}:${account}:${restApiId}/*/${place}`,
    }),
  );
}

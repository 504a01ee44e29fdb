import { readFile } from "node:fs/promises";
import { APIGatewayClient, CreateDeploymentCommand, ImportRestApiCommand } from "@aws-sdk/client-api-gateway";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";

const region = process.env.AWS_REGION;
const lambda = new LambdaClient();
const gateway = new APIGatewayClient();
const FunctionName = "hello";

const code = `
const words = { "": "Hello", de: "Hallo", fr: "Bonjour" };
export async function handler({ name, language }) {
  if (!(language in words)) throw new Error("no such language: " + language);
  return words[language] + ", " + name;
}`;

const { Role } = await new IAMClient().send(
  new CreateRoleCommand({
    RoleName: "hello-function",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    }),
  }),
);
const { FunctionArn } = await lambda.send(
  new CreateFunctionCommand({
    FunctionName,
    Role: Role.Arn,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Code: { ZipFile: zipSync({ "index.mjs": strToU8(code) }) },
  }),
);
await waitUntilFunctionActiveV2({ client: lambda, minDelay: 0.1, maxWaitTime: 60 }, { FunctionName });

const definition = await readFile(new URL("openapi.json", import.meta.url), "utf8");
const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`;
const { id: restApiId, warnings } = await gateway.send(
  new ImportRestApiCommand({
    failOnWarnings: true,
    body: Buffer.from(definition.replace("{functionUri}", uri)),
  }),
);
if (warnings) throw new Error(warnings.join("\n"));
await lambda.send(
  new AddPermissionCommand({
    FunctionName,
    StatementId: "hello-api",
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
    SourceArn: `arn:aws:execute-api:${region}:${FunctionArn.split(":")[4]}:${restApiId}/*`,
  }),
);
await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "v1" }));

const endpoint = process.env.AWS_ENDPOINT_URL;
console.log(
  endpoint
    ? `${endpoint}/_aws/execute-api/${restApiId}/v1`
    : `https://${restApiId}.execute-api.${region}.amazonaws.com/v1`,
);

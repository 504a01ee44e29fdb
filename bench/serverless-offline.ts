import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { freePort } from "@long-running-api/test-support/free-port";
import { build } from "esbuild";
import { endTree, spawnTree } from "../test/support/child.ts";
import { installed } from "./peers.ts";

const projectFolder = fileURLToPath(new URL("..", import.meta.url));
const TableName = "lambda-invocation-status";
const waitMsMax = 60_000;

/** The same GET on the fastest peer: serverless-offline, with the tutorial's function and dynalite as its table. */
export async function startServerlessOffline(requestId: string): Promise<{ url: string; close(): void }> {
  const folder = await installed(["osls@4.3.1", "serverless-offline@14.8.2"]);
  const [httpPort, lambdaPort, tablePort] = await Promise.all([freePort(), freePort(), freePort()]);
  await build({
    entryPoints: [path.join(projectFolder, "lambda", "handler.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: path.join(folder, "index.cjs"),
  });
  await writeFile(path.join(folder, "serverless.yml"), configuration(httpPort, lambdaPort));
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${tablePort}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
    TABLE_NAME: TableName,
    PROCESSING_SECONDS: "0",
  };
  const dynalite = spawn(
    process.execPath,
    [path.join(projectFolder, "node_modules", "dynalite", "cli.js"), "--port", String(tablePort)],
    { env, stdio: "ignore" },
  );
  const osls = path.join(folder, "node_modules", "osls", "bin", "serverless.js");
  const offline = spawnTree(process.execPath, [osls, "offline"], { cwd: folder, env, stdio: "ignore" });
  const close = () => {
    endTree(offline);
    dynalite.kill("SIGKILL");
  };
  const url = `http://127.0.0.1:${httpPort}/${requestId}`;
  try {
    await answers(`http://127.0.0.1:${tablePort}/`);
    await makeItem(tablePort, requestId);
    await answers(url);
  } catch (error) {
    close();
    throw error;
  }
  return { url, close };
}

function configuration(httpPort: number, lambdaPort: number): string {
  return `service: peer
frameworkVersion: "*"
provider: { name: aws, runtime: nodejs22.x, region: us-east-1 }
plugins: [serverless-offline]
custom:
  serverless-offline: { httpPort: ${httpPort}, lambdaPort: ${lambdaPort}, noPrependStageInUrl: true, host: 127.0.0.1 }
functions:
  status:
    handler: index.handler
    events:
      - http:
          path: /{requestId}
          method: get
          integration: lambda
          request:
            template:
              application/json: '{"action": "status", "requestId": "$input.params(''requestId'')"}'
          response:
            headers: { Content-Type: "'application/json'" }
            template: $input.path('$.body')
`;
}

async function makeItem(port: number, requestId: string): Promise<void> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    credentials,
  });
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await sleep(1_000); // dynalite's tables take half a second
  const Item = { requestId: { S: requestId }, status: { S: "COMPLETED" } };
  await client.send(new PutItemCommand({ TableName, Item }));
}

/** Waits until a server answers. */
async function answers(url: string): Promise<void> {
  for (const start = performance.now(); ; await sleep(200)) {
    try {
      await (await fetch(url)).text();
      return;
    } catch (error) {
      if (performance.now() - start > waitMsMax) throw error;
    }
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateFunctionCommand,
  type CreateFunctionRequest,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { zip } from "@long-running-api/test-support/zip";
import type { Service } from "../src/action.ts";
import { createDynamoDb, type DynamoDb } from "../src/dynamodb/index.ts";
import { type Clock, createLambda, type Lambda, type LogBatch, systemClock } from "../src/lambda/index.ts";
import { accountId, openServices, type Services } from "./services.ts";

/** Lambda over real HTTP, with IAM and DynamoDB. */
export interface LambdaBench {
  services: Services;
  lambda: Lambda;
  client: LambdaClient;
  log: LogBatch[];
  /** Creates a function from files and waits until it is Active; returns its name. */
  make(files: Record<string, string>, over?: Partial<CreateFunctionRequest>): Promise<string>;
  /** Invokes it and parses the response. */
  call(FunctionName: string, event?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export const roleArn = `arn:aws:iam::${accountId}:role/trusted`;
export const wait = { minDelay: 0.03, maxDelay: 0.1, maxWaitTime: 20 };

export interface BenchOptions {
  clock?: Clock;
  /** Kept for a second bench on the same data. */
  dir?: string;
  concurrencyMax?: number;
}

let count = 0;

export async function openLambda(options: BenchOptions = {}): Promise<LambdaBench> {
  const dir = options.dir ?? mkdtempSync(path.join(tmpdir(), "lambda-"));
  const log: LogBatch[] = [];
  const made: { lambda?: Lambda; dynamodb?: DynamoDb } = {};
  const services: Services = await openServices(
    ({ store, now }) => {
      const lambda = createLambda({
        store,
        workDir: path.join(dir, "lambda"),
        dataDir: dir,
        accountId,
        endpoint: () => services.endpoint,
        clock: options.clock ?? systemClock,
        journal: {
          add: (entry, details) => services.journal.add(entry, details),
          since: (number) => services.journal.since(number),
          subscribe: (listener) => services.journal.subscribe(listener),
        },
        iam: {
          assumable: (arn) => arn === roleArn,
          accepts: () => true,
          credentialsForRole: () => ({
            accessKeyId: "test",
            secretAccessKey: "test",
            sessionToken: "",
            expiration: new Date(Date.now() + 3_600_000),
          }),
        },
        onLog: (batch) => log.push(batch),
        ...(options.concurrencyMax === undefined ? {} : { concurrencyMax: options.concurrencyMax }),
      });
      made.lambda = lambda;
      made.dynamodb = createDynamoDb({ directory: undefined, accountId, now, store });
      return [lambda.service as Service<never>, made.dynamodb.service];
    },
    { file: path.join(dir, "store.db") },
  );
  const { lambda, dynamodb } = made;
  if (!lambda || !dynamodb) throw new Error("The services were not made.");
  lambda.resume();
  const client = new LambdaClient(services.client());
  return {
    services,
    lambda,
    client,
    log,
    async make(files, over = {}) {
      const FunctionName = over.FunctionName ?? `function-${++count}`;
      await client.send(new CreateFunctionCommand({ ...design(files), ...over, FunctionName }));
      await waitUntilFunctionActiveV2({ client, ...wait }, { FunctionName });
      return FunctionName;
    },
    async call(FunctionName, event = {}) {
      const { Payload } = await client.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
      );
      return JSON.parse(Payload?.transformToString() ?? "");
    },
    async close() {
      await lambda.close();
      await dynamodb.close();
      await services.close();
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The input of CreateFunction, without the name. */
export function design(files: Record<string, string>): Omit<CreateFunctionRequest, "FunctionName"> {
  const isPython = Object.keys(files).some((name) => name.endsWith(".py"));
  return {
    Role: roleArn,
    Runtime: isPython ? "python3.13" : "nodejs22.x",
    Handler: "index.handler",
    Code: { ZipFile: zip(files) },
  };
}

import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetResourcesCommand,
  GetRestApisCommand,
} from "@aws-sdk/client-api-gateway";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { StepId } from "../../../checks/check.ts";
import { checks } from "../../../checks/index.ts";
import type { Report } from "../../../checks/report.ts";
import { runOf } from "../../../checks/run.ts";
import { type ChosenNames, type Names, readNames } from "../../../lib/names.ts";
import { createOutput } from "../../../lib/output.ts";
import { steps } from "../../../steps/index.ts";
import type { StepOptions } from "../../../steps/step.ts";
import type { ConductorApi } from "../../../targets/conductor.ts";
import { connectConductor } from "../../../targets/conductor.ts";
import type { Target } from "../../../targets/target.ts";
import type { TestCloud } from "../../support/cloud.ts";

/** Where a learner practises: the clients that a fault is put in with, and the checks. */
export interface Practice {
  target: Target;
  names: Names;
  dynamodb: DynamoDBClient;
  lambda: LambdaClient;
  iam: IAMClient;
  gateway: APIGatewayClient;
  conductor: ConductorApi;
  /** Does the steps up to one, with a function that works for two seconds. */
  solve(last: StepId, options?: StepOptions): Promise<void>;
  undo(step: StepId): Promise<void>;
  check(steps: readonly StepId[], chosen?: ChosenNames): Promise<Report>;
  /** The API that the steps made, with the ids of its resources by path. */
  api(): Promise<{ id: string; resources: Record<string, string> }>;
  deploy(stageName?: string): Promise<void>;
}

/** A learner of their own in a cloud that others use at the same time. */
export async function openPractice({ cloud, access }: TestCloud, learner: string): Promise<Practice> {
  const conductor = await connectConductor({ serverUrl: cloud.conductor });
  const target: Target = {
    name: "local",
    title: `the embedded cloud at ${cloud.aws}`,
    aws: { ...access, maxAttempts: 2, retryMode: "standard" },
    conductorUrl: cloud.conductor,
    conductor: async () => conductor,
    real: false,
    waiting: { minDelay: 0.05, maxDelay: 0.5 },
    invokeUrl: ({ apiId, stage }) => `${cloud.aws}/_aws/execute-api/${apiId}/${stage}`,
    started: false,
    close: async () => {},
  };
  const names = readNames({ options: { learner }, env: {} });
  const output = { ...createOutput({ color: false }), say: () => {} };
  const gateway = new APIGatewayClient(access);
  const step = (id: StepId) => {
    const found = steps.find((each) => each.id === id);
    if (!found) throw new Error(`no step ${id}`);
    return found;
  };
  const api = async () => {
    const { items = [] } = await gateway.send(new GetRestApisCommand({ limit: 500 }));
    const id = items.find(({ name }) => name === names.api)?.id ?? "";
    const { items: resources = [] } = await gateway.send(
      new GetResourcesCommand({ restApiId: id, limit: 500 }),
    );
    return {
      id,
      resources: Object.fromEntries(resources.map(({ path = "", id: each = "" }) => [path, each])),
    };
  };
  return {
    target,
    names,
    dynamodb: new DynamoDBClient(access),
    lambda: new LambdaClient(access),
    iam: new IAMClient(access),
    gateway,
    conductor,
    api,
    async solve(last, options = {}) {
      for (const each of steps) {
        await each.apply({ target, names, output, options: { "processing-seconds": "0", ...options } });
        if (each.id === last) break;
      }
    },
    async undo(id) {
      await step(id).undo({ target, names, output, options: {} });
    },
    check: (ids, chosen = {}) =>
      runOf(checks, {
        target,
        names: { ...names, ...chosen, chosen: { ...names.chosen, ...chosen } },
        steps: ids,
      }),
    async deploy(stageName = "test") {
      const { id } = await api();
      await gateway.send(new CreateDeploymentCommand({ restApiId: id, stageName }));
    },
  };
}

import { APIGatewayClient, GetIntegrationCommand, GetResourcesCommand } from "@aws-sdk/client-api-gateway";
import { DescribeTableCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { TutorialStepId } from "@long-running-api/kit/step-ids";
import { findApi } from "../steps/03-api/find-api.ts";
import type { Work } from "../steps/step.ts";

type Place = Pick<Work, "target" | "names">;

/** What a step created, read from the target, and the command that shows it with another tool. */
export interface Made {
  shown: unknown;
  command: string;
}

/** Reads what a step made. */
export function madeBy(step: TutorialStepId, place: Place): Promise<Made> {
  return readers[step](place);
}

const readers: Readonly<Record<TutorialStepId, (place: Place) => Promise<Made>>> = {
  async "01-table"({ target, names: { table } }) {
    const { Table } = await using(new DynamoDBClient(target.aws), (client) =>
      client.send(new DescribeTableCommand({ TableName: table })),
    );
    const { TableName, TableStatus, KeySchema, AttributeDefinitions, BillingModeSummary } = Table ?? {};
    return {
      shown: { TableName, TableStatus, KeySchema, AttributeDefinitions, BillingModeSummary },
      command: `aws dynamodb describe-table --table-name ${table}`,
    };
  },
  async "02-lambda"({ target, names }) {
    const configuration = await using(new LambdaClient(target.aws), (client) =>
      client.send(new GetFunctionConfigurationCommand({ FunctionName: names.function })),
    );
    const policy = await using(new IAMClient(target.aws), (client) =>
      client.send(new GetRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy })),
    );
    const { FunctionName, Runtime, Handler, Timeout, Environment, Role } = configuration;
    const allowed: unknown = JSON.parse(decodeURIComponent(policy.PolicyDocument ?? "null"));
    return {
      shown: { FunctionName, Runtime, Handler, Timeout, Environment, Role, "the role's policy": allowed },
      command: `aws lambda get-function --function-name ${names.function}`,
    };
  },
  async "03-api"({ target, names }) {
    return await using(new APIGatewayClient(target.aws), async (client) => {
      const restApiId = (await findApi(client, names))?.id ?? "";
      const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, embed: ["methods"] }));
      const methods = items.flatMap(({ id: resourceId = "", path = "", resourceMethods = {} }) =>
        Object.keys(resourceMethods).map((httpMethod) => ({ resourceId, path, httpMethod })),
      );
      const shown: [string, unknown][] = [];
      for (const { resourceId, path, httpMethod } of methods) {
        const integration = await client.send(
          new GetIntegrationCommand({ restApiId, resourceId, httpMethod }),
        );
        const responses = Object.values(integration.integrationResponses ?? {});
        shown.push([
          `${httpMethod} ${path}`,
          {
            "to Lambda": template(integration.requestTemplates),
            "to the caller": responses.map(({ statusCode, responseTemplates }) => ({
              statusCode,
              template: template(responseTemplates),
            })),
          },
        ]);
      }
      return {
        shown: Object.fromEntries(shown),
        command: `aws apigateway get-resources --rest-api-id ${restApiId} --embed methods`,
      };
    });
  },
  async "04-workflow"({ target, names }) {
    const conductor = await target.conductor();
    const { name, version, inputParameters, tasks } = (await conductor.definition(names.workflow)) ?? {};
    const short = tasks?.map(({ taskReferenceName, type, inputParameters: input }) => ({
      taskReferenceName,
      type,
      inputParameters: input,
    }));
    return {
      shown: { name, version, inputParameters, tasks: short },
      command: `curl ${target.conductorUrl}/metadata/workflow/${names.workflow}`,
    };
  },
  async "05-run"({ target, names: { table } }) {
    const { Items = [] } = await using(new DynamoDBClient(target.aws), (client) =>
      client.send(new ScanCommand({ TableName: table, Limit: 10 })),
    );
    return { shown: { "items of the table": Items }, command: `aws dynamodb scan --table-name ${table}` };
  },
};

async function using<Client extends { destroy(): void }, T>(
  client: Client,
  read: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    return await read(client);
  } finally {
    client.destroy();
  }
}

function template(templates: Readonly<Record<string, string>> | undefined): string {
  return templates?.["application/json"] ?? "";
}

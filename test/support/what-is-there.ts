import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import type { TestCloud } from "./cloud.ts";

/** Everything in a cloud, by name: seen through the clients, not through the code that makes or removes it. */
export interface WhatIsThere {
  tables: string[];
  functions: string[];
  apis: string[];
  roles: string[];
  logGroups: string[];
  definitions: string[];
  taskDefinitions: string[];
  executions: number;
}

export const nothing: WhatIsThere = {
  tables: [],
  functions: [],
  apis: [],
  roles: [],
  logGroups: [],
  definitions: [],
  taskDefinitions: [],
  executions: 0,
};

/** Lists all resources. */
export async function whatIsThere(
  { access, cloud }: Pick<TestCloud, "access" | "cloud">,
  token?: string,
): Promise<WhatIsThere> {
  const conductor = <T>(path: string) => askConductor<T>(`${cloud.conductor}${path}`, token);
  const [tables, functions, apis, roles, logGroups, definitions, taskDefinitions, executions] =
    await Promise.all([
      new DynamoDBClient(access).send(new ListTablesCommand({})),
      new LambdaClient(access).send(new ListFunctionsCommand({})),
      new APIGatewayClient(access).send(new GetRestApisCommand({ limit: 500 })),
      new IAMClient(access).send(new ListRolesCommand({})),
      new CloudWatchLogsClient(access).send(new DescribeLogGroupsCommand({})),
      conductor<{ name: string }[]>("/metadata/workflow"),
      conductor<{ name: string }[]>("/metadata/taskdefs"),
      conductor<{ totalHits: number }>("/workflow/search?query=&freeText=*"),
    ]);
  return {
    tables: tables.TableNames ?? [],
    functions: names(functions.Functions, "FunctionName"),
    apis: names(apis.items, "name"),
    roles: names(roles.Roles, "RoleName"),
    logGroups: names(logGroups.logGroups, "logGroupName"),
    definitions: definitions.map(({ name }) => name).sort(),
    taskDefinitions: taskDefinitions.map(({ name }) => name).sort(),
    executions: executions.totalHits,
  };
}

function names<K extends string>(
  items: readonly { [key in K]?: string | undefined }[] | undefined,
  key: K,
): string[] {
  return (items ?? []).map((item) => item[key] ?? "").sort();
}

async function askConductor<T>(url: string, token: string | undefined): Promise<T> {
  const response = await fetch(url, token === undefined ? {} : { headers: { "X-Authorization": token } });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** A token for a Conductor that asks for a key. */
export async function tokenFor(
  conductorUrl: string,
  key: { keyId: string; keySecret: string },
): Promise<string> {
  const response = await fetch(`${conductorUrl}/token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(key),
  });
  return ((await response.json()) as { token: string }).token;
}

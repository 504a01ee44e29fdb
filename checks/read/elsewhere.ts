import { unless } from "@long-running-api/kit/aws-errors";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { apiGateway, dynamodb, lambda } from "./clients.ts";

/** Regions that people end up in by accident: the console remembers the last region. */
const commonRegions = [
  "us-east-1",
  "us-east-2",
  "us-west-2",
  "eu-west-1",
  "eu-central-1",
  "ap-south-1",
  "ap-southeast-1",
];

/** Another region that has the resource; searched only if it is missing in the current one. */
async function regionWith(
  context: ProbeContext,
  isThere: (region: string) => Promise<boolean>,
): Promise<string | undefined> {
  const others = commonRegions.filter((region) => region !== context.target.aws.region);
  const found = await Promise.all(
    others.map(async (region) =>
      (await undefinedIfUnreadable(context, () => isThere(region))) ? region : undefined,
    ),
  );
  return found.find((region) => region !== undefined);
}

/** The region that has a table of that name. */
export async function tableElsewhere(context: ProbeContext, TableName: string): Promise<string | undefined> {
  return await regionWith(context, async (region) => {
    const { client, DescribeTableCommand } = await dynamodb(context, region);
    return await isFound(() => client.send(new DescribeTableCommand({ TableName }), bounded(context)));
  });
}

/** The region that has a function of that name. */
export async function functionElsewhere(
  context: ProbeContext,
  FunctionName: string,
): Promise<string | undefined> {
  if (FunctionName.includes(":")) return undefined; // an ARN contains its region
  return await regionWith(context, async (region) => {
    const { client, GetFunctionCommand } = await lambda(context, region);
    return await isFound(() => client.send(new GetFunctionCommand({ FunctionName }), bounded(context)));
  });
}

/** The region that has a REST API of that name. */
export async function apiElsewhere(context: ProbeContext, name: string): Promise<string | undefined> {
  return await regionWith(context, async (region) => {
    const { client, GetRestApisCommand } = await apiGateway(context, region);
    const { items = [] } = await client.send(new GetRestApisCommand({ limit: 500 }), bounded(context));
    return items.some((api) => api.name === name);
  });
}

async function isFound(ask: () => Promise<unknown>): Promise<boolean> {
  return (await unless("ResourceNotFoundException", ask)) !== undefined;
}

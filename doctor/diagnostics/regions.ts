import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { unless } from "@long-running-api/kit/aws-errors";
import type { AwsAccess } from "@long-running-api/kit/targets/target";
import type { Finding } from "../finding.ts";

/** Regions that people use without having chosen them. */
const common = ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1"] as const;

/** Whether the table is in another region: then everything seems to be missing. */
export async function otherRegions(access: AwsAccess, table: string): Promise<Finding> {
  const title = "region";
  if (await has(access, table))
    return { title, status: "ok", seen: `${access.region} has the table ${table}` };
  const others = common.filter((region) => region !== access.region);
  const found = await Promise.all(others.map((region) => has({ ...access, region }, table)));
  const elsewhere = others.filter((_, index) => found[index]);
  if (elsewhere.length === 0) return { title, status: "ok", seen: `${access.region}; no table ${table} yet` };
  return {
    title,
    status: "note",
    seen: `The table ${table} is not in ${access.region}, but in ${elsewhere.join(", ")}.`,
    toDo: [`If that is yours: AWS_REGION=${elsewhere[0]}. Table, function and API belong in one region.`],
  };
}

/** A region that cannot be read (not enabled, denied) counts as one without the table. */
async function has(access: AwsAccess, TableName: string): Promise<boolean> {
  const client = new DynamoDBClient(access);
  try {
    const found = await unless("ResourceNotFoundException", () =>
      client.send(new DescribeTableCommand({ TableName })),
    );
    return found !== undefined;
  } catch (error) {
    if (error instanceof Error && "$metadata" in error) return false;
    throw error;
  } finally {
    client.destroy();
  }
}

import { AwsError } from "../action.ts";
import { DescribeContinuousBackups, UpdateContinuousBackups } from "./backups.ts";
import { DeleteItem, PutItem, UpdateItem } from "./items.ts";
import type { Input, OperationContext } from "./operation-context.ts";
import { operations } from "./region.ts";
import { CreateTable, DeleteTable, DescribeTable, UpdateTable } from "./tables.ts";
import { ListTagsOfResource, TagResource, UntagResource } from "./tags.ts";
import { DescribeTimeToLive, UpdateTimeToLive } from "./time-to-live.ts";

/** Operations that dynalite lacks or that need work before or after it. */
export const own: Readonly<Record<string, (input: Input, context: OperationContext) => Promise<object>>> = {
  CreateTable,
  DeleteItem,
  DeleteTable,
  DescribeContinuousBackups,
  DescribeEndpoints,
  DescribeTable,
  DescribeTimeToLive,
  ListTagsOfResource,
  PutItem,
  TagResource,
  UntagResource,
  UpdateContinuousBackups,
  UpdateItem,
  UpdateTable,
  UpdateTimeToLive,
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html */
async function DescribeEndpoints(_: Input, { region }: OperationContext): Promise<object> {
  return { Endpoints: [{ Address: `dynamodb.${region}.amazonaws.com`, CachePeriodInMinutes: 1440 }] };
}

/** An error that names the operation and lists the supported ones. */
export function unknownOperation(operation: string): AwsError {
  const known = [...new Set([...Object.keys(own), ...operations])].sort();
  return new AwsError(
    "UnknownOperationException",
    operation === ""
      ? "The request names no operation: X-Amz-Target is missing."
      : `dynamodb:${operation} is not in the embedded cloud. It has: ${known.join(", ")}.`,
    operation === "" ? 400 : 501,
  );
}

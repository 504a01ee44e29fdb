import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
} from "@aws-sdk/client-cloudwatch-logs";
import { unless } from "@long-running-api/kit/aws-errors";
import { readNames } from "@long-running-api/kit/names";
import type { Leftover, Place } from "../leftover.ts";

const prefix = "/aws/lambda/";

/**
 * The log groups of our functions. Lambda makes them without tags, they never expire, and they survive the function:
 * so they are found by the function's name, also when that is gone already, but never where a function of someone
 * else bears the name.
 */
export async function logGroups(
  { target, scope, seen }: Place,
  foreign: ReadonlySet<string>,
): Promise<Leftover[]> {
  const client = new CloudWatchLogsClient(target.aws);
  const ours = new Set([
    ...seen.functions,
    ...[...seen.learners].map((learner) => readNames({ options: { learner }, env: {} }).function),
  ]);
  const isOurs = (name: string) =>
    name.startsWith(prefix) && ours.has(name.slice(prefix.length)) && !foreign.has(name.slice(prefix.length));
  const found: string[] = [];
  const query = scope.everything ? {} : { logGroupNamePrefix: prefix };
  for await (const { logGroups: page = [] } of paginateDescribeLogGroups({ client }, query)) {
    for (const { logGroupName = "" } of page)
      if (scope.everything || isOurs(logGroupName)) found.push(logGroupName);
  }
  return found.map((logGroupName) => ({
    kind: "log group",
    name: logGroupName,
    async remove() {
      await unless("ResourceNotFoundException", () =>
        client.send(new DeleteLogGroupCommand({ logGroupName })),
      );
    },
  }));
}

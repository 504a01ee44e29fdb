import { CreateLogGroup$, type CreateLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import { alreadyExists, invalidParameter } from "../errors.ts";
import type { LogStore } from "../log-store.ts";
import { groupResource, requireGroupName } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const CreateLogGroup: Action<LogStore, CreateLogGroupRequest, void> = {
  operation: CreateLogGroup$,
  needs(input, context) {
    const resources = groupResource(input, context);
    const create = { action: "logs:CreateLogGroup", resources };
    return input.tags ? [create, { action: "logs:TagResource", resources }] : [create];
  },
  handle(input, logs, { region, now }) {
    const { logGroupName, tags } = input;
    const name = requireGroupName(logGroupName);
    requireNothingElse(input);
    if (logs.group(region, name)) throw alreadyExists("group");
    logs.putGroup({ region, name, creationTime: now().getTime(), tags: tags ?? {} });
  },
};

/** Settings that would have no effect here are rejected, not silently ignored. */
function requireNothingElse({
  deletionProtectionEnabled = false,
  kmsKeyId,
  logGroupClass = "STANDARD",
}: CreateLogGroupRequest): void {
  const outside = [
    deletionProtectionEnabled && "deletionProtectionEnabled",
    kmsKeyId !== undefined && "kmsKeyId",
    logGroupClass !== "STANDARD" && `logGroupClass ${logGroupClass}`,
  ].find(Boolean);
  if (outside) throw invalidParameter(`${outside} is not in the embedded cloud.`);
}

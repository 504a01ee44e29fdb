import { PutRetentionPolicy$, type PutRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import { constraint } from "../errors.ts";
import type { LogStore } from "../log-store.ts";
import { groupResource, requireGroup } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const PutRetentionPolicy: Action<LogStore, PutRetentionPolicyRequest, void> = {
  operation: PutRetentionPolicy$,
  resources: groupResource,
  handle(input, logs, { region }) {
    const group = requireGroup(input, logs, region);
    const { retentionInDays = 0 } = input;
    if (!retentionDays.includes(retentionInDays))
      throw constraint(
        retentionInDays,
        "retentionInDays",
        `Member must satisfy enum value set: [${retentionDays.join(", ")}]`,
      );
    logs.putGroup({ ...group, retentionInDays });
  },
};

const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

import type { Service } from "../action.ts";
import type { Store } from "../store.ts";
import { type LogStore, type NewEvent, openLogStore } from "./log-store.ts";
import { groupArn } from "./names.ts";

/** CloudWatch Logs: the parts that `aws logs tail` and function logs need. */
export interface Logs {
  service: Service<LogStore>;
  /**
   * Writes a function's log: creates the group and the stream if the role is allowed to. Events for a group or stream
   * that does not exist are lost, as on AWS. Returns whether they were written.
   */
  write(
    region: string,
    group: string,
    stream: string,
    events: readonly NewEvent[],
    options: { mayCreateGroup(): boolean; mayCreateStream(): boolean },
  ): boolean;
  /** Groups and their tags, for the tagging API. */
  tagged(region: string): { arn: string; tags: { Key: string; Value: string }[] }[];
  /** Writes events still in memory to the store; call it before the store is closed. */
  flush(): void;
}

export interface LogsOptions {
  store: Store;
  accountId: string;
  now(): Date;
}

const messageBytesMax = 256 * 1024;

export function createLogs({ store, accountId, now }: LogsOptions): Logs {
  const logs = openLogStore(store, { accountId, now });
  return {
    service: {
      signingName: "logs",
      protocol: "json-1.1",
      store: logs,
      actions: () => import("./actions/index.ts").then(({ actions }) => actions),
      catalogue: () => import("@aws-sdk/client-cloudwatch-logs"),
    },
    write(region, group, stream, events, { mayCreateGroup, mayCreateStream }) {
      if (events.length === 0) return true;
      const creationTime = now().getTime();
      const known = logs.stream(region, group, stream);
      if (!known && !mayCreateStream()) return false;
      if (!logs.group(region, group)) {
        if (!mayCreateGroup()) return false;
        logs.putGroup({ region, name: group, creationTime, tags: {} });
      }
      const written = known ?? { region, group, name: stream, creationTime };
      if (!known) logs.putStream(written);
      logs.append(written, events.map(cut));
      return true;
    },
    tagged: (region) =>
      logs.groups(region).map(({ name, tags }) => ({
        arn: groupArn(name, { region, accountId }),
        tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      })),
    flush: logs.flush,
  };
}

/** CloudWatch rejects events over 256 KB; Lambda truncates a function's output. */
function cut({ timestamp, message }: NewEvent): NewEvent {
  if (message.length * 3 <= messageBytesMax) return { timestamp, message };
  const bytes = Buffer.from(message).subarray(0, messageBytesMax);
  return { timestamp, message: bytes.toString("utf8").replace(/\uFFFD$/, "") };
}

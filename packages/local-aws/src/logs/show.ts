import type { LogGroup as ShownGroup, LogStream as ShownStream } from "@aws-sdk/client-cloudwatch-logs";
import type { LogStore } from "./log-store.ts";
import { groupArn } from "./names.ts";
import type { LogGroup } from "./store.ts";

export function showGroup(group: LogGroup, logs: LogStore): ShownGroup {
  return {
    ...showFoundGroup(group, logs),
    storedBytes: logs.storedBytes(group.region, group.name),
    deletionProtectionEnabled: false,
  };
}

/** As a search by pattern returns it: AWS uses an index with fewer members. */
export function showFoundGroup(group: LogGroup, logs: LogStore): ShownGroup {
  const arn = groupArn(group.name, { region: group.region, accountId: logs.accountId });
  return {
    logGroupName: group.name,
    creationTime: group.creationTime,
    ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupClass: "STANDARD",
    logGroupArn: arn,
  };
}

/** The streams of a group, by name; their times are derived from the stored events. */
export function showStreams(group: LogGroup, logs: LogStore): ShownStream[] {
  const times = new Map<string, { first: number; last: number; ingestion: number }>();
  for (const { stream, timestamp, ingestionTime } of logs.events(group.region, group.name)) {
    const known = times.get(stream) ?? { first: timestamp, last: timestamp, ingestion: ingestionTime };
    times.set(stream, {
      first: Math.min(known.first, timestamp),
      last: Math.max(known.last, timestamp),
      ingestion: Math.max(known.ingestion, ingestionTime),
    });
  }
  const arn = groupArn(group.name, { region: group.region, accountId: logs.accountId });
  return logs.streams(group.region, group.name).map(({ name, creationTime }) => {
    const seen = times.get(name);
    return {
      logStreamName: name,
      creationTime,
      ...(seen
        ? {
            firstEventTimestamp: seen.first,
            lastEventTimestamp: seen.last,
            lastIngestionTime: seen.ingestion,
          }
        : {}),
      arn: `${arn}:log-stream:${name}`,
      storedBytes: 0, // Always 0 on AWS since 2019.
    };
  });
}

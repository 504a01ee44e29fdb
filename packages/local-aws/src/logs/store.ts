import type { Collection, Store } from "../store.ts";

export interface LogGroup {
  region: string;
  name: string;
  creationTime: number;
  retentionInDays?: number;
  tags: Readonly<Record<string, string>>;
}

export interface LogStream {
  region: string;
  group: string;
  name: string;
  creationTime: number;
}

export interface LogEvent {
  /** A counter over all events of this cloud: their order of arrival, and the position in tokens. */
  number: number;
  timestamp: number;
  ingestionTime: number;
  message: string;
}

/** Consecutive events of one stream, written to disk together. */
export interface Chunk {
  region: string;
  group: string;
  stream: string;
  events: LogEvent[];
  bytes: number;
}

export interface LogDocuments {
  groups: Collection<LogGroup>;
  streams: Collection<LogStream>;
  chunks: Collection<Chunk>;
  transaction<R>(body: () => R): R;
}

export function openLogDocuments(store: Store): LogDocuments {
  return {
    groups: store.collection("logs/groups"),
    streams: store.collection("logs/streams"),
    chunks: store.collection("logs/chunks"),
    transaction: (body) => store.transaction(body),
  };
}

/** Names of groups and streams may contain `/` but not a newline. */
export function groupKey(region: string, group: string): string {
  return `${region}\n${group}`;
}

export function streamKey(region: string, group: string, stream: string): string {
  return `${region}\n${group}\n${stream}`;
}

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
  /** Counts over all events of this cloud: their order of arrival, and what tokens point at. */
  number: number;
  timestamp: number;
  ingestionTime: number;
  message: string;
}

/** Some consecutive events of one stream: what is written to disk at once. */
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

/** `/` may stand in names of groups and streams, a newline may not. */
export function groupKey(region: string, group: string): string {
  return `${region}\n${group}`;
}

export function streamKey(region: string, group: string, stream: string): string {
  return `${region}\n${group}\n${stream}`;
}

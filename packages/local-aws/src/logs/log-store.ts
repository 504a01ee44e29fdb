import { StorageFailure } from "../storage-failure.ts";
import type { Store } from "../store.ts";
import {
  type Chunk,
  groupKey,
  type LogEvent,
  type LogGroup,
  type LogStream,
  openLogDocuments,
  streamKey,
} from "./store.ts";

/** An event to append. */
export interface NewEvent {
  timestamp: number;
  message: string;
}

/** An event with its stream. */
export interface PlacedEvent extends LogEvent {
  stream: string;
}

/** All log groups, streams and events: bounded in size, written to disk in batches. */
export interface LogStore {
  accountId: string;
  now(): Date;
  group(region: string, name: string): Readonly<LogGroup> | undefined;
  /** By name. */
  groups(region: string): Readonly<LogGroup>[];
  putGroup(group: LogGroup): void;
  deleteGroup(region: string, name: string): void;
  stream(region: string, group: string, name: string): Readonly<LogStream> | undefined;
  /** By name. */
  streams(region: string, group: string): Readonly<LogStream>[];
  putStream(stream: LogStream): void;
  deleteStream(region: string, group: string, name: string): void;
  append(stream: Readonly<LogStream>, events: readonly NewEvent[]): void;
  /** Events within the group's retention, in order of arrival. */
  events(region: string, group: string): PlacedEvent[];
  storedBytes(region: string, group: string): number;
  /** Writes pending events to disk. */
  flush(): void;
}

const groupBytesMax = 4 * 1024 * 1024;
const groupStreamsMax = 1000;
const chunkBytesMax = 64 * 1024;
const flushMs = 500;
/** Delay after a failed write. */
const retryMs = 5_000;
const dayMs = 24 * 3600 * 1000;
/** The size that AWS adds to each event. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const eventOverheadBytes = 26;

interface Kept {
  key: string;
  chunk: Chunk;
}

/** Opens the store. When a group is full, its oldest events are dropped. */
export function openLogStore(store: Store, { accountId, now }: { accountId: string; now(): Date }): LogStore {
  const documents = openLogDocuments(store);
  const byGroup = new Map<string, { kept: Kept[]; bytes: number }>();
  const unwritten = new Set<Kept>();
  let lastNumber = 0;
  let lastChunk = 0;
  let timer: NodeJS.Timeout | undefined;
  for (const key of documents.chunks.keys()) load(key);

  return {
    accountId,
    now,
    group: (region, name) => documents.groups.get(groupKey(region, name)),
    groups: (region) => sorted(documents.groups.list().filter((group) => group.region === region)),
    putGroup: (group) => documents.groups.put(groupKey(group.region, group.name), group),
    deleteGroup(region, name) {
      documents.transaction(() => {
        for (const stream of streams(region, name))
          documents.streams.delete(streamKey(region, name, stream.name));
        for (const kept of contents(region, name).kept) drop(kept);
        documents.groups.delete(groupKey(region, name));
      });
      byGroup.delete(groupKey(region, name));
    },
    stream: (region, group, name) => documents.streams.get(streamKey(region, group, name)),
    streams,
    putStream(stream) {
      documents.streams.put(streamKey(stream.region, stream.group, stream.name), stream);
      const all = documents.streams
        .list()
        .filter(({ region, group }) => region === stream.region && group === stream.group);
      const [oldest] = all;
      if (oldest && all.length > groupStreamsMax) deleteStream(oldest.region, oldest.group, oldest.name);
    },
    deleteStream,
    append,
    events(region, group) {
      const days = documents.groups.get(groupKey(region, group))?.retentionInDays;
      const oldest = days === undefined ? 0 : now().getTime() - days * dayMs;
      return contents(region, group)
        .kept.flatMap(({ chunk }) => chunk.events.map((event) => ({ ...event, stream: chunk.stream })))
        .filter(({ timestamp }) => timestamp >= oldest)
        .sort((a, b) => a.number - b.number);
    },
    storedBytes: (region, group) => contents(region, group).bytes,
    flush,
  };

  function load(key: string): void {
    const chunk = documents.chunks.get(key);
    if (!chunk) return;
    const group = contents(chunk.region, chunk.group);
    group.kept.push({ key, chunk });
    group.bytes += chunk.bytes;
    lastChunk = Math.max(lastChunk, Number(key));
    lastNumber = Math.max(lastNumber, chunk.events.at(-1)?.number ?? 0);
  }

  function contents(region: string, group: string): { kept: Kept[]; bytes: number } {
    const key = groupKey(region, group);
    const known = byGroup.get(key) ?? { kept: [], bytes: 0 };
    byGroup.set(key, known);
    return known;
  }

  function streams(region: string, group: string): Readonly<LogStream>[] {
    return sorted(
      documents.streams.list().filter((stream) => stream.region === region && stream.group === group),
    );
  }

  function deleteStream(region: string, group: string, name: string): void {
    const all = contents(region, group);
    documents.transaction(() => {
      for (const kept of all.kept) if (kept.chunk.stream === name) drop(kept);
      documents.streams.delete(streamKey(region, group, name));
    });
    all.kept = all.kept.filter(({ chunk }) => chunk.stream !== name);
    all.bytes = all.kept.reduce((sum, { chunk }) => sum + chunk.bytes, 0);
  }

  function append({ region, group, name }: Readonly<LogStream>, events: readonly NewEvent[]): void {
    const all = contents(region, group);
    const ingestionTime = now().getTime();
    for (const { timestamp, message } of events) {
      const bytes = Buffer.byteLength(message) + eventOverheadBytes;
      const kept = roomFor(bytes, all.kept, { region, group, stream: name, events: [], bytes: 0 });
      kept.chunk.events.push({ number: ++lastNumber, timestamp, ingestionTime, message });
      kept.chunk.bytes += bytes;
      all.bytes += bytes;
      unwritten.add(kept);
    }
    while (all.bytes > groupBytesMax && all.kept.length > 1) {
      const oldest = all.kept.shift();
      if (!oldest) break;
      all.bytes -= oldest.chunk.bytes;
      drop(oldest);
    }
    timer ??= setTimeout(flush, flushMs).unref();
  }

  /** The stream's last chunk if it has space, else a new one. */
  function roomFor(bytes: number, kept: Kept[], empty: Chunk): Kept {
    const last = kept.findLast(({ chunk }) => chunk.stream === empty.stream);
    if (last && last.chunk.bytes + bytes <= chunkBytesMax) return last;
    const fresh = { key: String(++lastChunk), chunk: empty };
    kept.push(fresh);
    return fresh;
  }

  function drop(kept: Kept): void {
    unwritten.delete(kept);
    documents.chunks.delete(kept.key);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (unwritten.size === 0) return;
    try {
      documents.transaction(() => {
        for (const { key, chunk } of unwritten) documents.chunks.put(key, chunk);
      });
      unwritten.clear();
    } catch (error) {
      if (!(error instanceof StorageFailure)) throw error;
      timer = setTimeout(flush, retryMs).unref(); // until then they are read from memory
    }
  }
}

function sorted<T extends { name: string }>(items: T[]): T[] {
  return items.sort((a, b) => (a.name < b.name ? -1 : 1));
}

import type { RunRecord } from "./run/record.ts";
import type { DashboardSource, Entry, SourceEvents } from "./source.ts";

/** A source that a test fills. */
export interface BenchSource extends DashboardSource {
  /** Reports to every page that is open. */
  readonly report: { entries(entries: readonly Entry[]): void; runs(runs: readonly RunRecord[]): void };
  /** How many pages are open. */
  watching(): number;
}

/** A source with these runs, documents and entries. */
export function benchSource({
  runs = [],
  entries = [],
  data = {},
  epoch = "1",
}: {
  runs?: readonly RunRecord[];
  entries?: readonly Entry[];
  data?: Readonly<Record<string, (query: URLSearchParams) => unknown>>;
  epoch?: string;
} = {}): BenchSource {
  const watchers = new Set<SourceEvents>();
  return {
    about: {
      target: "local",
      title: "the embedded cloud at http://127.0.0.1:4566",
      address: "127.0.0.1:4566",
      starts: ["poll"],
      options: "",
      journal: true,
      sends: true,
    },
    epoch,
    watch(since, events) {
      watchers.add(events);
      events.entries(entries.filter(({ number }) => number > since));
      events.runs(runs);
      return () => watchers.delete(events);
    },
    data: Object.fromEntries(
      Object.entries(data).map(([name, read]) => [name, async (query: URLSearchParams) => read(query)]),
    ),
    start: async () => ({ problem: "There is no workflow definition.", next: "npx tsx steps/04-workflow" }),
    actions: {},
    close: async () => {},
    report: {
      entries: (news) => {
        for (const watcher of watchers) watcher.entries(news);
      },
      runs: (news) => {
        for (const watcher of watchers) watcher.runs(news);
      },
    },
    watching: () => watchers.size,
  };
}

import type { RunKind, RunRecord } from "./run/record.ts";

/** What the page is about. */
export interface About {
  readonly target: "local" | "oss" | "aws";
  /** For display, e.g. "the embedded cloud at http://127.0.0.1:4566". */
  readonly title: string;
  /** Host and port or region, e.g. "127.0.0.1:4566". */
  readonly address: string;
  readonly learner?: string;
  /** Options that lead a command to this target and these names, e.g. " --target oss --learner ann". */
  readonly options: string;
  /** Whether the cloud keeps a journal: without one, no call can be shown box by box. */
  readonly journal: boolean;
  /** Whether checks that send a request run from here; on a real account, only a command sends one. */
  readonly sends: boolean;
  /** The installed package's name, whose commands are spelled otherwise; missing in a clone. */
  readonly installedAs?: string;
  /** The kinds of run that can be started from the page; none on a real account. */
  readonly starts: readonly RunKind[];
}

/** An event of the journal without its long texts. `time` is in ms since 1970. */
export interface Entry {
  readonly number: number;
  readonly time: number;
  readonly kind: string;
  readonly [detail: string]: unknown;
}

/** What changed; the page then reads the data of that name again. */
export type Changed = "cloud" | "checks" | "class" | "exercises";

/** What a source reports while a page is open. */
export interface SourceEvents {
  entries(entries: readonly Entry[]): void;
  /** New runs, or runs with new data. */
  runs(runs: readonly RunRecord[]): void;
  changed(what: Changed): void;
  /** The journal is another one: the page must begin again. */
  restarted(): void;
}

/** The result of starting a run. */
export type Started = { readonly runId: string } | { readonly problem: string; readonly next?: string };

/** The source of the page's data. It is read-only, except for `start`, which writes only if `about.starts` allows it. */
export interface DashboardSource {
  readonly about: About;
  /** Distinguishes one life of the journal from the next: its numbers start again at 1. */
  readonly epoch: string;
  /** Reports what happened after the number, then what happens; returns a function that ends it. */
  watch(since: number, events: SourceEvents): () => void;
  /** Small documents by name, e.g. "runs", "cloud", "checks"; each is served at /data/NAME. */
  readonly data: Readonly<Record<string, (query: URLSearchParams) => Promise<unknown>>>;
  start(kind: RunKind): Promise<Started>;
  /** Other actions of a click, by name; each is served at POST /act/NAME. None changes a resource. */
  readonly actions: Readonly<Record<string, (query: URLSearchParams) => Promise<unknown>>>;
  close(): Promise<void>;
}

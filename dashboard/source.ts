import { parseJson, stringifyJson } from "@long-running-api/conductor/json";
import { spelledAs } from "@long-running-api/foundation/installed-spelling";
import { backoffWorkflow, callbackNames, type Names } from "@long-running-api/kit/names";
import { isInstalled, packageName } from "@long-running-api/kit/project-folder";
import type { Target } from "@long-running-api/kit/targets/target";
import type { DashboardSource, SourceEvents } from "@long-running-api/page/source";
import { gatherEntries } from "./gather-entries.ts";
import { type JournalReader, remoteJournal } from "./journal.ts";
import { readRequest } from "./requests.ts";
import { createStarter } from "./runs/start.ts";
import { watchRuns } from "./runs/watch-runs.ts";
import { slim } from "./slim.ts";
import type { ProcessCounts } from "./views/cloud-function.ts";
import { createViews } from "./views/index.ts";

/** What a source reads. */
export interface SourceOptions {
  readonly target: Target;
  readonly names: Names;
  /** The journal of a cloud in this process; otherwise the target's endpoint is asked for one. */
  readonly journal?: JournalReader;
  /** Only a cloud in this process can count its functions' processes. */
  readonly processes?: ProcessCounts;
  /** Replaces the learners' names in the class view before they leave this process. */
  readonly anonymous?: boolean;
  /** Variables for commands that the page starts: they must find the same cloud. */
  readonly env?: Readonly<Record<string, string>>;
  /** The installed package's name; undefined in a clone. */
  readonly installedAs?: string | undefined;
}

const gatherMs = 40;

/** The page's data from a target: Conductor and AWS by their APIs, and the journal of an embedded cloud. */
export async function openSource({
  target,
  names,
  journal: own,
  processes,
  anonymous = false,
  env = {},
  installedAs = isInstalled ? packageName : undefined,
}: SourceOptions): Promise<DashboardSource> {
  const { endpoint } = target.aws;
  const journal = own ?? (endpoint === undefined ? undefined : await remoteJournal(endpoint));
  const runs = watchRuns({
    conductor: target.conductor,
    workflows: workflowsOf(names),
    journal,
    everyMs: target.real ? 3_000 : 500,
  });
  const about = aboutOf(target, names);
  const views = createViews({ target, names, journal, processes, anonymous, options: about.options });
  const spell = spelling(installedAs);
  const starter = createStarter({ target, names, options: about.options, env });
  return {
    about: {
      ...about,
      starts: starter.kinds,
      journal: journal !== undefined,
      sends: !target.real,
      ...(installedAs === undefined ? {} : { installedAs }),
    },
    get epoch() {
      return journal?.epoch ?? "none";
    },
    watch(since, events) {
      const leaveJournal = journal ? watchJournal(journal, since, events) : () => {};
      const leaveRuns = runs.watch(events.runs);
      const leaveViews = views.watch(events.changed);
      return () => {
        leaveJournal();
        leaveRuns();
        leaveViews();
      };
    },
    data: {
      ...views.data,
      ...Object.fromEntries(
        (["tutorial", "exercises", "class"] as const).map((name) => [
          name,
          async (query: URLSearchParams) => spell(await views.data[name]?.(query)),
        ]),
      ),
      request: async (query) => journal && readRequest(await journal.since(0), query.get("id") ?? ""),
    },
    actions: views.actions,
    async start(kind) {
      const started = await starter.start(kind);
      runs.lookSoon();
      return spell(started);
    },
    async close() {
      views.close();
      await starter.close();
    },
  };
}

/** The tutorial's workflow, and those of the other ways to wait. */
function workflowsOf(names: Names): string[] {
  return [names.workflow, `${names.workflow}_sync`, backoffWorkflow(names), callbackNames(names).workflow];
}

function aboutOf({ name, title, aws, conductorUrl }: Target, { learner }: Names) {
  const server = name === "oss" ? conductorUrl : aws.endpoint;
  const address = server === undefined ? aws.region : new URL(server).host;
  const options = [
    ...(name === "local" ? [] : [` --target ${name}`]),
    ...(learner === undefined ? [] : [` --learner ${learner}`]),
  ].join("");
  return { target: name, title, address, options, ...(learner === undefined ? {} : { learner }) };
}

/** Our own texts name commands: an installed package's are spelled otherwise. What learners wrote is left alone. */
function spelling(installedAs: string | undefined) {
  return <T>(value: T): T =>
    installedAs === undefined || value === undefined
      ? value
      : (parseJson(spelledAs(stringifyJson(value), installedAs)) as T);
}

/** Reports entries after `since`, then new ones. */
function watchJournal(journal: JournalReader, since: number, events: SourceEvents): () => void {
  let last = since;
  return gatherEntries(journal, {
    gatherMs,
    async read(hasEnded) {
      const entries = await journal.since(last);
      if (hasEnded()) return;
      last = entries.at(-1)?.number ?? last;
      if (entries.length > 0) events.entries(entries.map(slim));
    },
    restarted: () => events.restarted(),
  });
}

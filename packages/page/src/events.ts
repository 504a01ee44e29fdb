import type { IncomingMessage, ServerResponse } from "node:http";
import { stringifyJson } from "@long-running-api/conductor/json";
import { securityHeaders } from "./guard.ts";
import type { RunRecord } from "./run/record.ts";
import type { Changed, DashboardSource, Entry } from "./source.ts";

const aliveMs = 15_000;
/** Events of this time go out together: at a thousand a second, one message carries fifty. */
const gatherMs = 50;
/** Of a page that reads too slowly, this much is buffered; then it is disconnected, and resumes where it was. */
const bufferedBytesMax = 8_000_000;

/**
 * Streams the source's events until the page leaves: `hello` first, then `entries`, `runs` and `changed`. `since` is
 * `EPOCH.NUMBER` of the last entry that the page has; after a restart of the cloud the page gets everything.
 */
export function streamEvents(
  request: IncomingMessage,
  response: ServerResponse,
  source: DashboardSource,
): void {
  response.writeHead(200, {
    ...securityHeaders,
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    Connection: "keep-alive",
  });
  if (request.method === "HEAD") return void response.end();
  const pending = { entries: [] as Entry[], runs: new Map<string, RunRecord>(), changed: new Set<Changed>() };
  let timer: NodeJS.Timeout | undefined;

  const send = (event: string, data: unknown) => {
    response.write(`event: ${event}\ndata: ${stringifyJson(data)}\n\n`);
    if (response.writableLength > bufferedBytesMax) response.destroy();
  };
  const flush = () => {
    timer = undefined;
    const { entries, runs, changed } = pending;
    if (entries.length > 0) send("entries", entries.splice(0));
    if (runs.size > 0) send("runs", [...runs.values()]);
    for (const what of changed) send("changed", what);
    runs.clear();
    changed.clear();
  };
  const soon = () => {
    timer ??= setTimeout(flush, gatherMs);
  };

  send("hello", { about: source.about, epoch: source.epoch, now: Date.now() });
  const leave = source.watch(sinceOf(request, source.epoch), {
    entries(entries) {
      for (const entry of entries) pending.entries.push(entry);
      soon();
    },
    runs(runs) {
      for (const run of runs) pending.runs.set(run.id, run);
      soon();
    },
    changed(what) {
      pending.changed.add(what);
      soon();
    },
    restarted: () => response.end(),
  });
  const alive = setInterval(() => response.write(": alive\n\n"), aliveMs);
  response.on("close", () => {
    leave();
    clearTimeout(timer);
    clearInterval(alive);
  });
}

function sinceOf(request: IncomingMessage, epoch: string): number {
  const since = new URL(request.url ?? "/", "http://127.0.0.1").searchParams.get("since") ?? "";
  const [known, number] = since.split(/\.(?=\d+$)/);
  return known === epoch ? Number(number) : 0;
}

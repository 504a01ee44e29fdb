import { Problem } from "@long-running-api/foundation/problem";
import { readNumber } from "@long-running-api/kit/cli";
import { handleSignals, interrupted } from "@long-running-api/kit/interrupt";
import type { Address } from "@long-running-api/kit/local-cloud/address";
import { findCloud } from "@long-running-api/kit/local-cloud/background";
import type { Output } from "@long-running-api/kit/output";
import type { Recorded } from "@long-running-api/local-aws/journal";
import { aboutRequest } from "./about-request.ts";
import { indent, textOf } from "./journal-text.ts";

const followMs = 300;
const answerSecondsMax = 10;

export interface LogsOptions {
  follow: boolean;
  json: boolean;
  /** Only what is about this request: the tutorial's requestId, or an id of API Gateway's or Lambda's. */
  request?: string | undefined;
  /** How many entries from the end, or "all". */
  tail?: string | undefined;
  output: Output;
}

/** On a terminal, so that a question about the last minute does not scroll through days. */
const entriesUsual = 100;

/**
 * `local logs`: what functions printed, why a call was denied, which template rendered what, every AWS call. With
 * `follow` it continues until Ctrl-C or until the cloud stops; `--json` then prints one entry per line.
 */
export async function logs(folder: string, options: LogsOptions): Promise<number> {
  const { follow, json, request, output } = options;
  const entriesMax = limitOf(options);
  const cloud = await findCloud(folder);
  if (!cloud) throw new Problem("No local cloud is running.", { "looked at": folder }, "npx tsx local");
  const choose = request === undefined ? (all: Recorded[]) => all : aboutRequest(request);
  if (!follow) {
    const all = choose(await journalOf(cloud, 0));
    const entries = lastOf(all, entriesMax);
    if (json) output.document({ entries });
    else show(entries, output, cloud);
    if (!json) printLimit(all.length, entries.length, options);
    if (entries.length === 0)
      output.say(request === undefined ? "Nothing has happened yet." : `Nothing is logged about ${request}.`);
    return 0;
  }
  handleSignals();
  const first = (entries: Recorded[]) => lastOf(choose(entries), entriesMax);
  return await Promise.race([interrupted, printNewEntries(cloud, { first, choose, json, output })]);
}

/** How many entries are printed; undefined for all. */
export function limitOf({ tail, json, request, output }: Omit<LogsOptions, "follow">): number | undefined {
  if (tail === "all") return undefined;
  if (tail === undefined) return output.terminal && !json && request === undefined ? entriesUsual : undefined;
  return readNumber("tail", tail, { min: 0, max: Number.MAX_SAFE_INTEGER });
}

function lastOf(entries: Recorded[], entriesMax: number | undefined): Recorded[] {
  return entriesMax === undefined ? entries : entries.slice(Math.max(0, entries.length - entriesMax));
}

function printLimit(all: number, printed: number, { output }: LogsOptions): void {
  if (printed < all)
    output.say(
      output.colors.dim(`The last ${printed} of ${all} entries. All of them: npx tsx local logs --tail all`),
    );
}

interface Following {
  /** Which of the entries that are there already are printed. */
  first(entries: Recorded[]): Recorded[];
  /** Which of the later ones. */
  choose(entries: Recorded[]): Recorded[];
  json: boolean;
  output: Output;
}

async function printNewEntries(cloud: Address, { first, choose, json, output }: Following): Promise<number> {
  let last = 0;
  for (let all: Recorded[] | undefined = await journalOf(cloud, 0); all; ) {
    const entries = last === 0 ? first(all) : choose(all);
    if (json) for (const entry of entries) process.stdout.write(`${JSON.stringify(entry)}\n`);
    else show(entries, output, cloud);
    last = all.at(-1)?.number ?? last;
    await new Promise((resolve) => setTimeout(resolve, followMs));
    all = await journalOf(cloud, last).catch(() => undefined);
  }
  output.say(`The local cloud at ${cloud.aws} has stopped.`);
  return 0;
}

/** Entries as text; a request that was refused or failed with the address at which the page shows it box by box. */
function show(entries: readonly Recorded[], output: Output, { dashboard }: Address): void {
  for (const entry of entries) {
    for (const line of textOf(entry, output.colors)) output.say(line, { wide: true });
    const failed = entry.kind === "execute" && Number(entry["status"]) >= 400;
    if (failed && dashboard !== undefined)
      output.say(output.colors.dim(`${" ".repeat(indent)}${dashboard}/#/request/${entry["requestId"]}`));
  }
}

/** The entries of a running cloud's journal with numbers greater than `since`. */
export async function journalOf({ aws }: Pick<Address, "aws">, since: number): Promise<Recorded[]> {
  const signal = AbortSignal.timeout(answerSecondsMax * 1000);
  const response = await fetch(`${aws}/_local/journal?since=${since}`, { signal });
  return ((await response.json()) as { entries: Recorded[] }).entries;
}

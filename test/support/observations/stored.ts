import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { projectFolder } from "@long-running-api/test-support/project";
import { callbackChecks } from "../../../checks/06-callback/checks.ts";
import { checks, everyCheck } from "../../../checks/all.ts";
import type { Check, CheckId } from "../../../checks/engine/check.ts";
import { withoutMeasurements } from "../transcript.ts";
import { comparable } from "./canonical.ts";
import { type Difference, differencesBetween, withDifferences } from "./difference.ts";
import type { Observation, Observations } from "./observation.ts";

// test/observations/solved.json holds what every check sees in the solved environment; the file of a fault holds what
// is different there, each difference once, with the checks that see it. For the faults of the second method that base is
// called-back.json: only its own checks judge them.

const folder = path.join(projectFolder, "test", "observations");

/** An environment without faults, and the checks that judge it. */
interface Base {
  name: "solved" | "called-back";
  checks: readonly Check[];
}

const tutorial: Base = { name: "solved", checks };
const calledBack: Base = { name: "called-back", checks: callbackChecks };
const bases: readonly Base[] = [tutorial, calledBack];

interface Stored {
  /** What it differs from, unless that is solved.json. */
  base?: Base["name"];
  /** Checks that were skipped: their probes did not run. */
  skipped?: readonly CheckId[];
  failures?: Readonly<Partial<Record<CheckId, { observed: string; hint: string }>>>;
  differences?: readonly (Difference & { checks: readonly CheckId[] })[];
}

const read = new Map<Base["name"], Observations>();

/** What a check sees where nothing is broken. */
export function rightObservation(id: CheckId): Observation | undefined {
  return bases.map((base) => observationsOf(base).get(id)).find((each) => each !== undefined);
}

function observationsOf({ name }: Base): Observations {
  const known = read.get(name) ?? new Map(Object.entries(readFile(name)) as [CheckId, Observation][]);
  read.set(name, known);
  return known;
}

/** The observations stored under the id of a fault, or `solved`, or `called-back`, or `solved-python`. */
export function storedObservations(name: string): Observations {
  const itself = bases.find((base) => base.name === name);
  if (itself) return observationsOf(itself);
  const { base, skipped = [], failures = {}, differences = [] } = readFile(name) as Stored;
  return new Map(
    [...observationsOf(bases.find((each) => each.name === base) ?? tutorial)].flatMap(
      ([id, observation]): [CheckId, Observation][] => {
        if (skipped.includes(id)) return [];
        const failure = failures[id];
        if (failure) return [[id, { failure }]];
        const own = differences.filter((each) => each.checks.includes(id));
        return [[id, withDifferences(observation, own) as Observation]];
      },
    ),
  );
}

/** Writes the observations, unless the stored ones differ only in measured times. */
export function storeObservations(name: string, seen: Observations): void {
  if (existsSync(fileOf(name)) && staleness(name, seen).length === 0) return;
  const base = baseOf(seen);
  if (name === base.name) {
    const missing = base.checks.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
    if (missing.length > 0) throw new Error(`Not everything is solved: ${missing.join(", ")}`);
    const stored = existsSync(fileOf(name)) ? observationsOf(base) : seen;
    const kept = (id: CheckId) =>
      withDifferences(stored.get(id), differencesBetween(stored.get(id), seen.get(id), sameButForTimes));
    write(name, Object.fromEntries(base.checks.map(({ id }) => [id, kept(id)])));
    read.delete(base.name);
  } else write(name, differing(seen, base));
}

/** The base of what was seen: the checks that saw it are all of one. */
function baseOf(seen: Observations): Base {
  return bases.find(({ checks }) => checks.some(({ id }) => seen.has(id))) ?? tutorial;
}

function differing(seen: Observations, { name: base, checks }: Base): Stored {
  const skipped = checks.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
  const failures: Record<string, { observed: string; hint: string }> = {};
  const grouped = new Map<string, Difference & { checks: CheckId[] }>();
  for (const check of checks) {
    const observation = seen.get(check.id);
    if (!observation) continue;
    if ("failure" in observation) failures[check.id] = observation.failure;
    else
      for (const difference of differencesOf(check, observation)) {
        const key = JSON.stringify(difference);
        const group = grouped.get(key) ?? { checks: [], ...difference };
        group.checks.push(check.id);
        grouped.set(key, group);
      }
  }
  return {
    ...(base === "solved" ? {} : { base }),
    ...(skipped.length > 0 ? { skipped } : {}),
    ...(Object.keys(failures).length > 0 ? { failures } : {}),
    ...(grouped.size > 0 ? { differences: [...grouped.values()] } : {}),
  };
}

/** The differences, except measured times unless the verdict depends on them. */
function differencesOf(check: Check, observation: { seen?: unknown }): Difference[] {
  const before = rightObservation(check.id);
  const differences = differencesBetween(before, observation, sameButForTimes);
  const again = withDifferences(before, differences) as { seen?: unknown };
  return verdictOf(check, again) === verdictOf(check, observation)
    ? differences
    : differencesBetween(before, observation);
}

function sameButForTimes(one: unknown, other: unknown, key: string): boolean {
  return isDeepStrictEqual(comparable(one, key), comparable(other, key));
}

function verdictOf(check: Check, { seen }: { seen?: unknown }): string {
  return withoutMeasurements(JSON.stringify(check.judge(seen)));
}

const linesMax = 12;

/** The places where the stored observations differ from the current ones, as lines; measured times do not count. */
export function staleness(name: string, seen: Observations): string[] {
  const stored = existsSync(fileOf(name)) ? storedObservations(name) : new Map<CheckId, Observation>();
  const plain = (observations: Observations, id: CheckId) => comparable(settled(id, observations.get(id)));
  const lines = everyCheck.flatMap(({ id }) =>
    differencesBetween(plain(stored, id), plain(seen, id)).map(
      ({ at, ...now }) => `${id} ${at}: ${"is" in now ? JSON.stringify(now.is) : "not there"}`,
    ),
  );
  return lines.slice(0, linesMax);
}

/** On a busy machine the work may be over before it can be seen as PROCESSING. */
function settled(id: CheckId, observation: Observation | undefined): unknown {
  if (id !== "03-api/get-processing" || !observation || !("seen" in observation)) return observation;
  const seen = observation.seen as { status?: string };
  return /^(PROCESSING|COMPLETED)$/.test(seen.status ?? "") ? "seen at work, or done" : observation;
}

/** The names of all files of observations. */
export function storedNames(): string[] {
  return readdirSync(folder).map((file) => path.basename(file, ".json"));
}

function readFile(name: string): object {
  return JSON.parse(readFileSync(fileOf(name), "utf8"));
}

function write(name: string, value: unknown): void {
  writeFileSync(fileOf(name), `${JSON.stringify(value, null, 1)}\n`);
}

function fileOf(name: string): string {
  return path.join(folder, `${name}.json`);
}

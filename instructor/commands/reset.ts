import { Problem } from "@long-running-api/foundation/problem";
import { counted } from "@long-running-api/foundation/text";
import { readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { createLiveBlock } from "@long-running-api/kit/live-block";
import { createOutput, type Output } from "@long-running-api/kit/output";
import { canPrompt, confirm } from "@long-running-api/kit/prompt";
import { openTarget } from "@long-running-api/kit/targets";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { namesFrom, targetOptions } from "@long-running-api/kit/targets/options";
import type { Target } from "@long-running-api/kit/targets/target";
import { quotas } from "@long-running-api/scale-model/prices-and-quotas";
import { classOptions, requireOneScope } from "../class/choose.ts";
import { openRoster } from "../class/roster.ts";
import { scopeOfClass } from "../class/scope.ts";
import { type Leftover, type Place, seenNothing } from "../reset/leftover.ts";
import { createPace, leastDuration } from "../reset/pace.ts";
import { everyLearner, everything, type Scope, scopeOf } from "../reset/scope.ts";
import { survey } from "../reset/survey.ts";
import { type Swept, sweep } from "../reset/sweep.ts";

const { target, learner, yes, json, color, help } = targetOptions;
const spec = {
  usage: "npx tsx instructor reset",
  about: [
    "Deletes what one learner created (without --learner: what was created without a name), or",
    "with --all what every learner created; on the embedded cloud --all means everything. Elsewhere it deletes",
    "only resources with the tutorial's tags or marks, then lists what is left. Exit code 1 if anything is left.",
  ].join("\n"),
  options: {
    all: { type: "boolean", help: "for every learner; on local, delete everything" },
    roster: classOptions.roster,
    target,
    learner,
    yes,
    json,
    color,
    help,
  },
} as const;

/** Deletes what one learner or all learners created on a target. */
export async function reset(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  handleSignals();
  const { options } = line;
  requireOneScope(options, spec.usage);
  const people = options.roster === undefined ? undefined : openRoster(options.roster);
  requireGoAhead(options.yes === true);
  const output = createOutput(options);
  const opened = await openTarget(options);
  try {
    const scope = people
      ? scopeOfClass(people)
      : options.all
        ? allOf(opened)
        : scopeOf(namesFrom(options).learner);
    return await run(opened, scope, output, options.yes === true);
  } catch (error) {
    throw explainFailure(error, opened) ?? error;
  } finally {
    await opened.close();
  }
}

function allOf({ name }: Target): Scope {
  return name === "local" ? everything : everyLearner;
}

/** Asks before anything is read: deletion cannot be undone. */
function requireGoAhead(yes: boolean): void {
  if (yes || process.stdin.isTTY) return;
  throw new Problem(
    "Reset deletes resources, and there is no terminal to ask for confirmation.",
    {},
    "Add --yes to confirm.",
  );
}

async function run(target: Target, scope: Scope, output: Output, yes: boolean): Promise<number> {
  const live = createLiveBlock(output);
  const place: Place = {
    target,
    scope,
    regions: scope.everything ? await regionsOf(target) : [target.aws.region],
    onWait: (text) => (output.redraws ? live.update([`  … ${text}`]) : output.say(`  … ${text}`)),
    seen: seenNothing(scope.learners),
    pace: createPace({ secondsBetween: 1 / quotas.apiDelete.limit, what: "deletes one API" }),
  };
  const found = await survey(place);
  output.say(`${scope.title} on ${target.title}: ${found.length === 0 ? "nothing." : count(found)}`);
  if (found.length > 0 && (target.real || !yes)) announce(found, target, output);
  if (found.length > 0 && !yes) await ask(output);
  let begun = 0;
  const swept = await sweep({
    look: () => survey(place),
    found,
    onRemove({ kind, name }) {
      begun += 1;
      live.print(`  deleting ${kind} ${name} (${begun}/${Math.max(begun, found.length)})`);
    },
    onWait: place.onWait,
  });
  live.clear();
  return printSwept(swept, { target, scope, output });
}

/** The regions to search: on the embedded cloud every region in use, the current one first. */
async function regionsOf({ aws: { endpoint, region } }: Target): Promise<string[]> {
  const response = await fetch(`${endpoint}/_local/status`, { signal: AbortSignal.timeout(5_000) });
  const { regions } = (await response.json()) as { regions: string[] };
  return [...new Set([region, ...regions])];
}

function announce(found: readonly Leftover[], { real }: Target, output: Output): void {
  output.say("This deletes:");
  for (const { kind, name } of found) output.say(`  - ${kind} ${name}`);
  const slow = found.filter((thing) => thing.slow).length;
  const seconds = 1 / quotas.apiDelete.limit;
  if (real && slow > 1)
    output.say(`AWS deletes one API in ${seconds} s: at least ${leastDuration(slow, seconds)} for ${slow}.`);
}

async function ask(output: Output): Promise<void> {
  const go = canPrompt(output) && (await confirm(output, "Go ahead?", { initial: false }));
  if (!go) throw new Problem("Nothing was deleted.");
}

function printSwept(
  { removed, left }: Swept,
  { target, scope, output }: { target: Target; scope: Scope; output: Output },
): number {
  const exitCode = left.length === 0 ? 0 : 1;
  const { colors, say } = output;
  if (left.length === 0) say(`  ${colors.green("✔")} ${removed.length} deleted; nothing is left.`);
  else {
    say(`  ${colors.red("✖")} ${removed.length} deleted; ${left.length} left:`);
    for (const { kind, name, why } of left) say(`    ${kind} ${name}: ${why}`);
  }
  const thing = ({ kind, name }: Leftover) => ({ kind, name });
  output.document({
    version: 1,
    target: target.name,
    scope: scope.title,
    removed: removed.map(thing),
    left: left.map((each) => ({ ...thing(each), why: each.why })),
    exitCode,
  });
  return exitCode;
}

/** E.g. "2 APIs, 1 table". */
function count(found: readonly Leftover[]): string {
  const kinds = new Map<string, number>();
  for (const { kind } of found) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds]
    .map(([kind, number]) => counted(number, kind, kind.replace(/y$/, "ie").concat("s")))
    .join(", ");
}

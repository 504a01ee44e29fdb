import { Problem } from "@long-running-api/foundation/problem";
import { readCommandLine } from "@long-running-api/kit/cli";
import { targetOptions } from "@long-running-api/kit/targets/options";
import { sameWords } from "@long-running-api/kit/targets/same-words";
import { type FaultTag, readFaultTag } from "../practice/fault-tag.ts";
import { atPlace, type Opened } from "../practice/open.ts";

const spec = {
  usage: "npx tsx instructor reveal",
  about: "Shows the fault that `break` injected. It is read from a tag on the table or the role.",
  options: targetOptions,
} as const;

/** Shows the fault in an environment. */
export async function reveal(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  return await atPlace(line.options, revealFault, { writes: false });
}

async function revealFault(opened: Opened): Promise<number> {
  const { fault } = await requireFaultTag(opened);
  const { say, colors, document } = opened.output;
  say(`  ${colors.bold(fault.id)}: ${fault.story}`);
  say(`  fails: ${fault.trips.join(", ")}`);
  say(`  repair it: ${colors.cyan(`npx tsx instructor mend${sameWords(opened)}`)}`);
  const { id, step, story, trips } = fault;
  document({ version: 1, target: opened.target.name, fault: { id, step, story, trips } });
  return 0;
}

/** The tag, or a Problem that says what to do without one. */
export async function requireFaultTag(opened: Opened): Promise<FaultTag> {
  const tag = await readFaultTag(opened);
  if (tag) return tag;
  throw new Problem(
    "No fault was found in this environment: none was injected, or the fault deleted the tagged resource.",
    { "looked at": `tag practice on the table ${opened.names.table} and the role ${opened.names.role}` },
    [
      `npx tsx checks${sameWords(opened)} shows what is wrong.`,
      `npx tsx instructor solve does the steps again.`,
    ],
  );
}

import { Problem } from "@long-running-api/foundation/problem";
import { readCommandLine } from "@long-running-api/kit/cli";
import { targetOptions } from "@long-running-api/kit/targets/options";
import type { InstructorCommand } from "../command.ts";
import { type FaultTag, readFaultTag } from "../practice/fault-tag.ts";
import { atPlace, type Opened, sameWords } from "../practice/open.ts";

const spec = {
  usage: "npx tsx instructor reveal",
  about:
    "Tells which fault `break` put into an environment. It is read from a tag on the table or on the role.",
  options: targetOptions,
} as const;

/** Tells which fault is in an environment. */
export const reveal: InstructorCommand = {
  name: "reveal",
  about: "tells which fault break put in",
  async run(argv) {
    const line = readCommandLine(spec, argv);
    if (!line) return 0;
    return await atPlace(line.options, revealFault, { writes: false });
  },
};

async function revealFault(opened: Opened): Promise<number> {
  const { fault } = await requireFaultTag(opened);
  const { say, colors, document } = opened.output;
  say(`  ${colors.bold(fault.id)}: ${fault.story}`);
  say(`  fails: ${fault.trips.join(", ")}`);
  say(`  mend it: ${colors.cyan(`npx tsx instructor mend${sameWords(opened)}`)}`);
  const { id, step, story, trips } = fault;
  document({ version: 1, target: opened.target.name, fault: { id, step, story, trips } });
  return 0;
}

/** The tag, or a Problem that says what to do without one. */
export async function requireFaultTag(opened: Opened): Promise<FaultTag> {
  const tag = await readFaultTag(opened);
  if (tag) return tag;
  throw new Problem(
    "No fault is marked in this environment: none was put in, or it took what carried the mark with it.",
    { "looked at": `tag practice on the table ${opened.names.table} and the role ${opened.names.role}` },
    [
      `npx tsx checks${sameWords(opened)} tells what is wrong.`,
      `npx tsx instructor solve does the steps again.`,
    ],
  );
}

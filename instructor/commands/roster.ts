import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import { commonOptions, readCommandLine } from "@long-running-api/kit/cli";
import { createOutput } from "@long-running-api/kit/output";
import { projectFolder } from "@long-running-api/kit/project-folder";
import {
  boundary,
  boundaryArn,
  boundaryName,
  cloudFormation,
  type Policy,
  policyOf,
} from "../class/policies.ts";
import { type Learner, namesOfLearner, openRoster } from "../class/roster.ts";

const usage = "npx tsx instructor roster";
const spec = {
  usage: `${usage} FILE`,
  about: [
    "Reads a class from a CSV file with a column “name” (and “learner”, to choose the learners' names yourself) and shows",
    "who gets which names. With --out it writes, for each learner, LEARNER.env and LEARNER.policy.json, and for the class",
    `${boundaryName}.json and class.cloudformation.json, which creates the boundary, the policies and the users.`,
    "It changes nothing in any account.",
  ].join("\n"),
  options: {
    out: { type: "string", value: "FOLDER", help: "where to write; files of the same names are replaced" },
    account: {
      type: "string",
      value: "ID",
      help: "the AWS account, in the ARN of the boundary (default: 000000000000, the embedded cloud's)",
    },
    ...commonOptions,
  },
  words: { label: "file", max: 1 },
} as const;

/** Names, environments and policies for a class. */
export async function roster(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const { out, account = "000000000000" } = line.options;
  const [file] = line.words;
  if (file === undefined) throw new Problem("Name a roster.", {}, `${usage} class.csv`);
  if (!/^\d{12}$/.test(account)) throw new Problem("An AWS account has 12 digits.", { seen: account });
  const people = openRoster(file);
  const output = createOutput(line.options);
  const width = Math.max(...people.map(({ learner }) => learner.length));
  for (const { learner, name } of people) output.say(`  ${learner.padEnd(width)}  ${name}`);
  const files = filesOf(people, account);
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(out, name), text);
    output.say(`  ${output.colors.green("✔")} ${Object.keys(files).length} files in ${out}`);
  }
  output.document({ version: 1, learners: people, files: Object.keys(files) });
  return 0;
}

function filesOf(people: readonly Learner[], account: string): Record<string, string> {
  const template = JSON.parse(
    readFileSync(path.join(projectFolder, "docs", "learner-policy.json"), "utf8"),
  ) as Policy;
  const named = people.map(({ learner }) => ({ learner, names: namesOfLearner(learner) }));
  return {
    ...Object.fromEntries(
      named.flatMap(({ learner, names }) => [
        [`${learner}.env`, `LEARNER=${learner}\nPERMISSIONS_BOUNDARY=${boundaryArn(account)}\n`],
        [`${learner}.policy.json`, json(policyOf(names, template, account))],
      ]),
    ),
    [`${boundaryName}.json`]: json(boundary()),
    "class.cloudformation.json": json(cloudFormation(named, template)),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

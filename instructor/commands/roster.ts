import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
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
  templateBodyBytesMax,
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
    write(out, files);
    output.say(`  ${output.colors.green("✔")} ${Object.keys(files).length} files in ${out}`);
    for (const text of deployment(path.join(out, templateName), files[templateName] ?? "")) output.say(text);
  }
  output.document({ version: 1, learners: people, files: Object.keys(files) });
  return 0;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  try {
    makeFolder(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new Problem(`The files cannot be written to ${folder}.`, { seen: error.message });
  }
}

/** How to create the stack; the AWS CLI takes a large template only by way of S3. */
function deployment(file: string, template: string): string[] {
  const bytes = Buffer.byteLength(template);
  const command = `aws cloudformation deploy --stack-name class --capabilities CAPABILITY_NAMED_IAM --template-file ${file}`;
  if (bytes <= templateBodyBytesMax) return [`  Next: ${command}`];
  return [
    `  The template has ${bytes} bytes, more than the ${templateBodyBytesMax} that CloudFormation takes without S3.`,
    "  Upload it in CloudFormation's console, or name a bucket of yours:",
    `  ${command} --s3-bucket BUCKET`,
  ];
}

const templateName = "class.cloudformation.json";

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
    // Without spaces, 16 learners fit into what CloudFormation takes without S3, rather than nine.
    [templateName]: `${JSON.stringify(cloudFormation(named, template))}\n`,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

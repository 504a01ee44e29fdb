import { writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import { Problem } from "@long-running-api/foundation/problem";
import { counted } from "@long-running-api/foundation/text";
import { readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { createLiveBlock } from "@long-running-api/kit/live-block";
import { canRedraw, createOutput, type Output } from "@long-running-api/kit/output";
import { everyStepId, type StepId, stepIds } from "@long-running-api/kit/step-ids";
import { openTarget } from "@long-running-api/kit/targets";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { targetOptions } from "@long-running-api/kit/targets/options";
import type { Target } from "@long-running-api/kit/targets/target";
import type { Check } from "../../checks/engine/check.ts";
import { runOf } from "../../checks/engine/run.ts";
import { checksFor } from "../../checks/load.ts";
import { classOptions, requireOneScope } from "../class/choose.ts";
import { timeLeft } from "../class/each-learner.ts";
import { findLearners } from "../class/find-learners.ts";
import { autograder, classDocument, csv, exercism, tableLines } from "../class/formats.ts";
import { type Grade, grade } from "../class/grade.ts";
import { html } from "../class/html.ts";
import { onePointEach, openPoints, type Points } from "../class/points.ts";
import { type Learner, namesOfLearner, openRoster } from "../class/roster.ts";
import { mapLimited } from "../reset/map-limited.ts";

const formats = ["table", "csv", "json", "html", "exercism", "autograder"] as const;
const { target: where, json, color, help } = targetOptions;
const usage = "npx tsx instructor report";
const spec = {
  usage: `${usage} [STEP …]`,
  about: [
    "Checks each learner and grades the class. It only reads, except for the checks' own probe requests.",
    "A file of points is YAML: “default: 1”, a step such as “03-api: 2” (for each of its checks), or a check such as",
    "“03-api/get-body: 5”. exercism (results.json, version 3) and autograder (Gradescope's results.json) write FOLDER/LEARNER/results.json.",
    "An API without tags counts for the learner whose name it has, or whose function it calls.",
    "The exit code is 0 whatever the grades are.",
  ].join("\n"),
  options: {
    all: { ...classOptions.all, help: `${classOptions.all.help} (the default)` },
    roster: classOptions.roster,
    points: { type: "string", value: "FILE", help: "points for each check (YAML); default: one each" },
    format: {
      type: "string",
      value: "NAME",
      choices: formats,
      help: "the form of the result (default: table)",
    },
    out: { type: "string", value: "PATH", help: "where to write it; exercism and autograder need a folder" },
    quick: { type: "boolean", help: "leave out the checks that call the API and wait for the function" },
    target: where,
    json,
    color,
    help,
  },
  words: { label: "step", known: everyStepId },
} as const;

/** Calls take as long as the function works, and each uses an execution of the account. */
const atOnceMax = 4;

/** Checks and grades a class. */
export async function report(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  handleSignals();
  const { options, words } = line;
  requireOneScope(options, usage);
  const format = formats.find((each) => each === options.format) ?? "table";
  if ((format === "exercism" || format === "autograder") && options.out === undefined)
    throw new Problem(`--format ${format} needs --out FOLDER.`, {}, `${usage} --help`);
  const people = options.roster === undefined ? undefined : openRoster(options.roster);
  const steps: readonly StepId[] =
    words.length === 0 ? stepIds : everyStepId.filter((step) => words.includes(step));
  const checks = await checksFor(steps);
  const judged = checks.filter(({ step, acts }) => steps.includes(step) && !(options.quick && acts));
  const ids = judged.map(({ id }) => id);
  const points = options.points === undefined ? onePointEach(ids) : await openPoints(options.points, ids);
  // If stdout carries a document, messages go to stderr.
  const output = createOutput({
    json: options.json === true || (format !== "table" && options.out === undefined),
    color: options.color,
  });
  const target = await openTarget(options, { writes: false });
  try {
    const learners = people ?? (await findLearners(target));
    const run = { target, checks, steps, passive: options.quick === true };
    const grades = await gradeAll(learners, run, points);
    if (!options.json || options.out !== undefined)
      deliver({
        grades,
        format,
        out: options.out,
        target,
        output,
        points,
        title: `Class on ${target.title}`,
      });
    if (options.json) output.document(classDocument(target.name, grades));
    return 0;
  } catch (error) {
    throw explainFailure(error, target) ?? error;
  } finally {
    await target.close();
  }
}

interface ClassRun {
  target: Target;
  checks: readonly Check[];
  steps: readonly StepId[];
  passive: boolean;
}

async function gradeAll(
  learners: readonly Learner[],
  { target, checks, steps, passive }: ClassRun,
  points: Points,
): Promise<Grade[]> {
  const redraws = canRedraw(process.stderr);
  const live = createLiveBlock({ stream: process.stderr, redraws });
  const begun = performance.now();
  let done = 0;
  const grades = await mapLimited(learners, atOnceMax, async (person) => {
    const names = namesOfLearner(person.learner);
    const graded = grade(
      person,
      await runOf(checks, { target, names, steps, passive, ownOnly: true }),
      points,
    );
    done += 1;
    const seconds = (performance.now() - begun) / 1_000;
    const left = timeLeft({ seconds, worked: done, left: learners.length - done, secondsEachMin: 0 });
    const progress = `  … ${done} of ${learners.length} learners, ${left} left`;
    if (redraws) live.update([progress]);
    else live.print(progress);
    return graded;
  });
  live.clear();
  return grades;
}

interface Delivery {
  grades: readonly Grade[];
  format: (typeof formats)[number];
  out: string | undefined;
  target: Target;
  output: Output;
  points: Points;
  title: string;
}

function deliver({ grades, format, out, target, output, points, title }: Delivery): void {
  if (format === "exercism" || format === "autograder") {
    for (const each of grades) {
      const folder = path.join(out ?? ".", each.learner);
      makeFolder(folder);
      const result = format === "exercism" ? exercism(each) : autograder(each, points);
      writeFileSync(path.join(folder, "results.json"), `${JSON.stringify(result, null, 2)}\n`);
    }
  } else {
    const text = textOf({ grades, format, target, title });
    if (out === undefined && format === "table") for (const line of text) output.say(line, { whole: true });
    else if (out === undefined) process.stdout.write(text.join("\n"));
    else writeFileSync(out, `${text.join("\n").trimEnd()}\n`);
  }
  if (grades.length === 0) output.say("  There are no learners: none of their resources were found.");
  else if (out !== undefined)
    output.say(`  ${output.colors.green("✔")} ${counted(grades.length, "learner")}: ${out}`);
}

function textOf({
  grades,
  format,
  target,
  title,
}: Pick<Delivery, "grades" | "format" | "target" | "title">): string[] {
  if (format === "csv") return [csv(grades)];
  if (format === "html")
    return [html(grades, { title, at: new Date().toISOString().slice(0, 16).replace("T", " ") })];
  if (format === "json") return [`${JSON.stringify(classDocument(target.name, grades), null, 2)}\n`];
  return grades.length === 0 ? [] : tableLines(grades);
}

import { writeFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import { commonOptions, type OptionValues, readCommandLine, readNumber } from "@long-running-api/kit/cli";
import { main } from "@long-running-api/kit/main";
import { createOutput } from "@long-running-api/kit/output";
import { projectFolder } from "@long-running-api/kit/project-folder";
import { estimate, type Plan, usualAssumptions } from "@long-running-api/scale-model";
import { chartLines } from "./chart.ts";
import { readDuration } from "./durations.ts";
import { tableLines } from "./table.ts";

const usage = "npx tsx scale";
const spec = {
  usage,
  about: [
    "Computes what it takes to wait for long jobs: polls, lateness, quotas, servers, and a month's cost in us-east-1.",
    "It compares polling, polling with backoff, and callbacks: on Conductor, Step Functions and Lambda durable functions.",
    "",
    `  ${usage} --jobs-per-day 50000 --duration lognormal:10m,0.5 --interval 60`,
    `  ${usage} --jobs-at-once 1000000 --duration 30m --interval 5 --json`,
    "",
    "A duration is 27s, 30m or 4h; uniform:5m,25m lies between the two; lognormal:10m,0.5 has that median, and that",
    "deviation of its logarithm. It sends no requests: every price and quota is in packages/scale-model, with its source.",
  ].join("\n"),
  options: {
    "jobs-per-day": { type: "string", value: "N", help: "how many jobs start in a day" },
    "jobs-at-once": { type: "string", value: "N", help: "how many jobs run at any time" },
    duration: { type: "string", value: "TIME", help: "how long a job takes (default: lognormal:10m,0.5)" },
    interval: { type: "string", value: "SECONDS", help: "pollingInterval (default: 60)" },
    strategy: {
      type: "string",
      value: "NAME",
      choices: ["EXPONENTIAL_BACKOFF", "LINEAR_BACKOFF"],
      help: "the pollingStrategy of “backoff” (default: EXPONENTIAL_BACKOFF)",
    },
    "max-interval": { type: "string", value: "SECONDS", help: "the cap of the backoff (default: none)" },
    "min-interval": {
      type: "string",
      value: "SECONDS",
      help: "the server's floor; Orkes has 60 (default: 0)",
    },
    starts: {
      type: "string",
      value: "WHEN",
      choices: ["spread", "together"],
      help: "spread over the day, or all in the same second (default: spread)",
    },
    work: {
      type: "string",
      value: "WHERE",
      choices: ["elsewhere", "function"],
      help: "whether the Lambda function itself does the work (default: elsewhere)",
    },
    memory: { type: "string", value: "MB", help: "the function's memory (default: 128)" },
    "function-ms": { type: "string", value: "MS", help: "a poll's billed duration (default: 20)" },
    chart: { type: "boolean", help: "print a chart of cost and lateness instead of the table" },
    docs: { type: "boolean", help: "write docs/scaling.md and docs/cost.md" },
    ...commonOptions,
  },
} as const;

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const output = createOutput(line.options);
  if (line.options.docs) {
    const { documents } = await import("./docs/index.ts");
    for (const [file, text] of Object.entries(documents())) {
      writeFileSync(path.join(projectFolder, file), text);
      output.say(`  ${output.colors.green("✔")} ${file}`);
    }
    return 0;
  }
  const plan = readPlan(line.options);
  const result = estimated(plan);
  for (const text of (line.options.chart ? chartLines : tableLines)(result))
    output.say(text, { whole: true });
  if (plan.durations.kind === "fixed")
    output.say("All jobs take exactly the same time, so all are equally late: a distribution shows more.");
  output.document({ version: 1, plan, ...result });
  return 0;
});

function estimated(plan: Plan) {
  try {
    return estimate(plan);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem(error.message, {}, "Choose a longer --interval.");
  }
}

function readPlan(options: OptionValues<typeof spec.options>): Plan {
  const count = { min: 1, max: 1e12 };
  const seconds = { min: 1, max: 604_800 };
  const perDay = readNumber("jobs-per-day", options["jobs-per-day"], count);
  const atOnce = readNumber("jobs-at-once", options["jobs-at-once"], count);
  if ((perDay === undefined) === (atOnce === undefined))
    throw new Problem(
      perDay === undefined
        ? "How many jobs are there?"
        : "--jobs-per-day and --jobs-at-once cannot be combined.",
      {},
      `${usage} --jobs-per-day 50000`,
    );
  const memory = readNumber("memory", options.memory, { min: 128, max: 10_240 });
  const functionMs = readNumber("function-ms", options["function-ms"], { min: 1, max: 29_000 });
  return {
    jobs: perDay === undefined ? { atOnce: atOnce ?? 0 } : { perDay },
    durations: readDuration(options.duration ?? "lognormal:10m,0.5"),
    intervalSeconds: readNumber("interval", options.interval, seconds) ?? 60,
    backoff: options.strategy === "LINEAR_BACKOFF" ? "LINEAR_BACKOFF" : "EXPONENTIAL_BACKOFF",
    maxIntervalSeconds: readNumber("max-interval", options["max-interval"], seconds),
    minIntervalSeconds: readNumber("min-interval", options["min-interval"], { min: 0, max: 604_800 }),
    starts: options.starts === "together" ? "together" : "spread",
    work: options.work === "function" ? "function" : "elsewhere",
    assumptions: {
      memoryGb: memory === undefined ? usualAssumptions.memoryGb : memory / 1_024,
      functionSeconds: functionMs === undefined ? usualAssumptions.functionSeconds : functionMs / 1_000,
    },
  };
}

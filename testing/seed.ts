import { Problem } from "@long-running-api/foundation/problem";
import { readNames } from "@long-running-api/kit/names";
import { silentOutput } from "@long-running-api/kit/output";
import type { TutorialStepId } from "@long-running-api/kit/step-ids";
import { embeddedTarget } from "@long-running-api/kit/targets/embedded";
import type { Cloud } from "@long-running-api/local-cloud";
import { table } from "../steps/01-table/index.ts";
import { lambda } from "../steps/02-lambda/index.ts";
import { api } from "../steps/03-api/index.ts";
import { workflow } from "../steps/04-workflow/index.ts";
import { openDesigns } from "../steps/designs/index.ts";
import type { Work } from "../steps/step.ts";

/** What to make of the tutorial's resources, and how. */
export interface SeedOptions {
  /** The last step to do; by default 04-workflow, so that all is there to start the workflow. */
  readonly through?: Exclude<TutorialStepId, "05-run">;
  /** The language of the function; node by default. python needs a Python with boto3 on this machine. */
  readonly runtime?: (typeof runtimes)[number];
  /** How long the function works, in seconds, in addition to its own 2; 0 by default. */
  readonly processingSeconds?: number;
  /** How often the workflow polls, in seconds; as in the workflow definition (5) by default. */
  readonly pollingIntervalSeconds?: number;
  /** The name of a learner, which all names then end with: several may share a cloud. */
  readonly learner?: string;
  /** A folder with files of your own (table.json, function.ts, *.vtl, workflow.json …), used instead of the tutorial's. */
  readonly from?: string;
}

/** The resources that were made. Names are known before their resources exist; the others are undefined until then. */
export interface Seeded {
  readonly table: string;
  readonly functionName: string;
  /** The name of the workflow definition. */
  readonly workflow: string;
  readonly functionArn: string | undefined;
  readonly apiId: string | undefined;
  /** The address of the API's stage, without a slash at its end. */
  readonly invokeUrl: string | undefined;
}

/** Those that make something; the other two run what is there. */
const seedSteps = [table, lambda, api, workflow] as const;

const runtimes = ["node", "python"] as const;

/** The delays of waiters, in seconds: the embedded cloud needs milliseconds for what takes AWS seconds. */
const waiting = { minDelay: 0.02, maxDelay: 0.1 };

/** Makes the tutorial's resources in a cloud, by its own steps. */
export async function seed(cloud: Cloud, options: SeedOptions): Promise<Seeded> {
  const { through = "04-workflow", runtime = "node", processingSeconds = 0, learner, from } = options;
  const last = seedSteps.findIndex(({ id }) => id === through);
  if (last < 0)
    throw new Problem(
      `A seed cannot end with "${through}".`,
      { known: seedSteps.map(({ id }) => id).join(", ") },
      "Name one of them.",
    );
  if (!runtimes.includes(runtime))
    throw new Problem(
      `There is no runtime "${runtime}".`,
      { known: runtimes.join(", ") },
      "Name one of them.",
    );
  const target = { ...embeddedTarget(cloud), waiting };
  const names = readNames({ options: { learner }, env: {} });
  const work: Work = {
    target,
    names,
    output: silentOutput(),
    options: { runtime, "processing-seconds": String(processingSeconds) },
    designs: await openDesigns(from),
  };
  if (through === "04-workflow") target.conductor().catch(() => {}); // it loads while the first steps wait
  const facts: Record<string, unknown> = {};
  for (const step of seedSteps.slice(0, last + 1)) {
    Object.assign(facts, (await step.apply(work)).facts);
    if (step.id === "04-workflow") await pollEvery(options.pollingIntervalSeconds, work);
  }
  const fact = (name: string) => (typeof facts[name] === "string" ? facts[name] : undefined);
  return {
    table: names.table,
    functionName: names.function,
    workflow: names.workflow,
    functionArn: fact("functionArn"),
    apiId: fact("apiId"),
    invokeUrl: fact("invokeUrl"),
  };
}

/** Registers the workflow definition with another interval. */
async function pollEvery(seconds: number | undefined, { target, names }: Work): Promise<void> {
  if (seconds === undefined) return;
  const conductor = await target.conductor();
  const definition = await conductor.definition(names.workflow);
  if (!definition) throw new Error(`${names.workflow} was registered, and is missing.`);
  const tasks = definition.tasks.map((task) =>
    task.type === "HTTP_POLL"
      ? {
          ...task,
          inputParameters: {
            ...task.inputParameters,
            http_request: { ...requestOf(task.inputParameters), pollingInterval: String(seconds) },
          },
        }
      : task,
  );
  await conductor.register({ ...definition, tasks });
}

function requestOf(inputParameters: Readonly<Record<string, unknown>> = {}): object {
  const { http_request: request } = inputParameters;
  return typeof request === "object" && request !== null ? request : {};
}

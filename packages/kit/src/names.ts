import { readFileSync } from "node:fs";
import { Problem } from "@long-running-api/foundation/problem";

/** The names of a learner's resources; a resource without a name is found by its properties. */
export interface ChosenNames {
  table?: string;
  function?: string;
  api?: string;
  stage?: string;
  workflow?: string;
}

/** The names that the steps use, one set per learner, so that several learners can share a cloud. */
export interface Names {
  learner: string | undefined;
  table: string;
  function: string;
  role: string;
  policy: string;
  api: string;
  stage: string;
  workflow: string;
  /** Names given explicitly, by option, variable or file. */
  chosen: ChosenNames;
}

export const nameKeys = ["table", "function", "api", "stage", "workflow"] as const;

/** The table's name in the tutorial, hard-coded in its function. */
export const tutorialTable = "lambda-invocation-status";
export const tutorialWorkflow = "LongRunningAPIWorkflow";

/** The tags of every resource that the steps create; only resources with these tags are changed or deleted. */
export const tutorialTag = { key: "tutorial", value: "orchestrating-long-running-apis" } as const;
export const learnerTagKey = "learner";

/** IAM roles are found by this prefix too: no tag search returns them. */
export const rolePrefix = "lr-";

export const configFile = "tutorial.config.json";

export interface NameSources {
  options: ChosenNames & { learner?: string | undefined };
  env: Readonly<Record<string, string | undefined>>;
  /** The text of tutorial.config.json, if it exists. */
  config?: string | undefined;
}

/** Precedence: option, variable, file, the tutorial's name. */
export function readNames({ options, env, config }: NameSources): Names {
  const saved = readConfig(config);
  const learner = requireLearner(options.learner ?? (env["LEARNER"] || undefined) ?? saved["learner"]);
  const chosen: ChosenNames = {};
  for (const key of nameKeys) {
    const name = options[key] ?? (env[`TUTORIAL_${key.toUpperCase()}`] || undefined) ?? saved[key];
    if (name !== undefined) chosen[key] = name;
  }
  const suffix = learner === undefined ? "" : `-${learner}`;
  return {
    learner,
    table: chosen.table ?? `${tutorialTable}${suffix}`,
    function: chosen.function ?? `long-running-api${suffix}`,
    role: `${rolePrefix}${learner === undefined ? "" : `${learner}-`}long-running-api`,
    policy: "status-table-access",
    api: chosen.api ?? `long-running-api${suffix}`,
    stage: chosen.stage ?? "test",
    workflow: chosen.workflow ?? `${tutorialWorkflow}${learner === undefined ? "" : `_${learner}`}`,
    chosen,
  };
}

/**
 * The names for the callback method: a function, an API and a workflow of its own beside the tutorial's, and the same
 * table.
 */
export function callbackNames(names: Names): Names {
  const { function: _function, api: _api, workflow: _workflow, ...chosen } = names.chosen;
  const functionName = names.function.replace(/^arn:.*:function:/, "").replace(/:.*$/, "");
  return {
    ...names,
    function: `${functionName}-callback`,
    api: `${names.api}-callback`,
    workflow: `${names.workflow}_callback`,
    chosen,
  };
}

/** The workflow of runs with growing intervals, which the page starts: they are no evidence for the checks. */
export function backoffWorkflow({ workflow }: Pick<Names, "workflow">): string {
  return `${workflow}_backoff`;
}

/** The tags of all resources that a learner's steps create. */
export function tagsOf({ learner }: Pick<Names, "learner">): Record<string, string> {
  const tags = { [tutorialTag.key]: tutorialTag.value };
  return learner === undefined ? tags : { ...tags, [learnerTagKey]: learner };
}

/** Marks the executions that the steps and the page start, so that only those are undone. */
export function correlationId({ learner }: Pick<Names, "learner">): string {
  return `tutorial-companion${learner === undefined ? "" : `-${learner}`}`;
}

/** The text of a folder's configuration file, if it exists. */
export function readConfigFile(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function readConfig(text: string | undefined): Record<string, string> {
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (
      typeof parsed === "object" &&
      parsed !== null &&
      Object.values(parsed).every((value) => typeof value === "string")
    ) {
      return parsed as Record<string, string>;
    }
  } catch {
    // Reported below, like any other invalid content.
  }
  throw new Problem(
    `${configFile} is not a JSON object of names.`,
    { "looked at": configFile, known: ["learner", ...nameKeys].join(", ") },
    `Fix or delete ${configFile}.`,
  );
}

/** Whether a text is a valid learner name; someone else's tag may have any value. */
export function isLearnerName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?$/.test(text) && !reservedOnWindows.test(text);
}

/** Files and folders are named after learners: https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const reservedOnWindows = /^(con|prn|aux|nul|(com|lpt)\d)$/;

/** Learner names become part of names in AWS and Conductor, so the strictest of their rules apply. */
function requireLearner(learner: string | undefined): string | undefined {
  if (learner === undefined || isLearnerName(learner)) return learner;
  throw new Problem(
    "A learner's name has 1 to 24 characters: lower-case letters, digits, and hyphens inside. Windows reserves con, prn, aux, nul, com1 and lpt1.",
    { seen: learner },
    "npx tsx steps/01-table --learner ann",
  );
}

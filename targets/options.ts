import path from "node:path";
import { fileURLToPath } from "node:url";
import { commonOptions, type OptionSpecs } from "../lib/cli.ts";
import { configFile, type Names, readConfigFile, readNames } from "../lib/names.ts";

/** The folder of this project: what a clone holds, wherever a command is started from. */
export const projectFolder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Options of every command that works on a target. */
export const targetOptions = {
  target: { type: "string", value: "NAME", help: "where it happens", choices: ["local", "oss", "aws"] },
  learner: { type: "string", value: "NAME", help: "whose: gives every name a suffix, every resource a tag" },
  yes: { type: "boolean", help: "do not ask" },
  table: { type: "string", value: "NAME", help: "the table, if it has another name" },
  function: { type: "string", value: "NAME", help: "the function, by name or ARN" },
  api: { type: "string", value: "NAME", help: "the REST API, by name or id" },
  stage: { type: "string", value: "NAME", help: "the stage of the API" },
  workflow: { type: "string", value: "NAME", help: "the workflow definition" },
  ...commonOptions,
} as const satisfies OptionSpecs;

export interface TargetOptions {
  target?: string;
  learner?: string;
  yes?: boolean;
  table?: string;
  function?: string;
  api?: string;
  stage?: string;
  workflow?: string;
  json?: boolean;
  color?: boolean;
}

/** The names in force: options, then variables, then tutorial.config.json. */
export function namesFrom(options: TargetOptions): Names {
  return readNames({
    options,
    env: process.env,
    config: readConfigFile(path.join(projectFolder, configFile)),
  });
}

import path from "node:path";
import { commonOptions, type OptionSpecs } from "../cli.ts";
import { configFile, type Names, readConfigFile, readNames } from "../names.ts";
import { workFolder } from "../project-folder.ts";

/** Options of every command that uses a target. */
export const targetOptions = {
  target: { type: "string", value: "NAME", help: "the target", choices: ["local", "oss", "aws"] },
  learner: { type: "string", value: "NAME", help: "the learner: a suffix for names, a tag for resources" },
  yes: { type: "boolean", help: "do not ask for confirmation" },
  table: { type: "string", value: "NAME", help: "the table, if it has a different name" },
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

/** The names in use: from options, then variables, then tutorial.config.json. */
export function namesFrom(options: TargetOptions): Names {
  return readNames({
    options,
    env: process.env,
    config: readConfigFile(path.join(workFolder, configFile)),
  });
}

import { commonOptions, type OptionSpec, type OptionSpecs } from "@long-running-api/kit/cli";
import { type SettingSpec, type SettingSpecs, specs } from "./setting-specs.ts";
import { variableOf } from "./settings.ts";

const kinds = { text: "TEXT", number: "N", list: "A,B", boolean: "" } as const;

/** The options of the command: one for each setting that is not secret, and what is not a setting. */
export const flags: OptionSpecs = {
  ...Object.fromEntries(
    Object.entries<SettingSpec>(specs).flatMap(([name, spec]) =>
      spec.secret ? [] : [[name, flagOf(spec)] as const],
    ),
  ),
  config: { type: "string", value: "FILE", help: "a JSON file with settings, by the names of these options" },
  "print-config": { type: "boolean", help: "print the effective settings, without secrets, and exit" },
  "dry-run": { type: "boolean", help: "show what would be done, and do nothing" },
  ...commonOptions,
};

function flagOf({ kind, help, otherwise, choices }: SettingSpec): OptionSpec {
  if (kind === "boolean") return { type: "boolean", help };
  const shown = otherwise === undefined || String(otherwise) === "" ? help : `${help} (${String(otherwise)})`;
  return { type: "string", value: kinds[kind], help: shown, ...(choices ? { choices } : {}) };
}

/** The variables of secrets, which have no option. */
export const secretVariables: readonly string[] = Object.entries<SettingSpec>(
  specs satisfies SettingSpecs,
).flatMap(([name, { secret }]) => (secret ? [variableOf(name)] : []));

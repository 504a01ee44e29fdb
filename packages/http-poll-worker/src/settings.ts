import { hostname } from "node:os";
import { Problem } from "@long-running-api/foundation/problem";
import { type SettingSpecs, type SettingValues, specs } from "./setting-specs.ts";

/** The settings of a worker, from the command line, the environment, a file and the defaults, in this order. */
export type Settings = SettingValues<typeof specs>;

export interface SettingSources {
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The content of the settings file: JSON, with the names of the flags. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
}

/** The environment variable of a setting: `HTTP_POLL_WORKER_METRICS_PORT`. */
export function variableOf(name: string): string {
  return `HTTP_POLL_WORKER_${name.toUpperCase().replaceAll("-", "_")}`;
}

/** Variables that look like settings and are none: most likely mistyped. */
export function unknownVariables(environment: SettingSources["environment"]): string[] {
  const known = new Set(Object.keys(specs).map(variableOf));
  return Object.keys(environment).filter(
    (name) => name.startsWith(variableOf("")) && !known.has(name) && !isOfService(name, environment[name]),
  );
}

/** What Kubernetes sets for a service whose name begins as ours. */
function isOfService(name: string, value = ""): boolean {
  return /_SERVICE_(HOST|PORT)|_PORT_\d+_/.test(name) || /^(tcp|udp|sctp):\/\//.test(value);
}

interface Given {
  readonly value: unknown;
  /** `--metrics-port`, `HTTP_POLL_WORKER_METRICS_PORT` or `metrics-port in worker.json`. */
  readonly from: string;
}

/** Reads all settings; throws a Problem that names the setting, where it came from and what it may be. */
export function readSettings(sources: SettingSources): Settings {
  const inFile = readSettingsFile(sources.file);
  const names = Object.keys(specs) as (keyof Settings)[];
  const unknown = Object.keys(inFile).find((name) => !Object.hasOwn(specs, name));
  if (unknown !== undefined)
    throw new Problem(`There is no setting ${unknown}.`, {
      "looked at": sources.file?.name ?? "",
      known: names.join(", "),
    });
  const settings = Object.fromEntries(
    names.map((name) => [name, valueOfSetting(name, givenIn(name, inFile, sources))]),
  ) as Settings;
  requirePlainUrl(settings["server-url"]);
  return settings;
}

/** A URL is shown in messages and by --print-config; fetch rejects one with a password in any case. */
function requirePlainUrl(url = ""): void {
  if (/^[^/?#]*\/\/[^/?#]*@/.test(url))
    throw new Problem(
      "The URL of the Conductor server holds a user name or a password.",
      { "looked at": "server-url" },
      `Leave them out of the URL; set ${variableOf("basic-auth")} to USER:PASSWORD.`,
    );
  if (/[?#]/.test(url))
    throw new Problem("The URL of the Conductor server must end with its path, such as /api.", {
      "looked at": "server-url",
      seen: `${url.replace(/[?#].*$/s, "")}?…`,
    });
}

function givenIn(
  name: keyof Settings,
  inFile: Readonly<Record<string, unknown>>,
  { flags, environment, file }: SettingSources,
): Given | undefined {
  const spec: SettingSpecs[string] = specs[name];
  if (flags[name] !== undefined) return { value: flags[name], from: `--${name}` };
  for (const variable of [variableOf(name), ...(spec.variables ?? [])])
    if (environment[variable]) return { value: environment[variable], from: variable };
  // What --print-config shows of a setting without a value is null: its output may be a file.
  if (inFile[name] === undefined || inFile[name] === null) return undefined;
  return { value: inFile[name], from: `${name} in ${file?.name ?? "the file"}` };
}

function valueOfSetting(name: keyof Settings, given: Given | undefined): unknown {
  const spec: SettingSpecs[string] = specs[name];
  if (given === undefined) return spec.otherwise;
  const wrong = (expected: string): Problem =>
    new Problem(`The setting ${name} is not valid.`, {
      "looked at": given.from,
      ...(spec.secret ? {} : { seen: JSON.stringify(given.value) }),
      expected,
    });
  if (spec.kind === "boolean") {
    if (!/^(true|false)$/.test(String(given.value))) throw wrong("true or false");
    return String(given.value) === "true";
  }
  if (spec.kind === "number") {
    const { min = 0, max = Number.MAX_SAFE_INTEGER, whole = true } = spec;
    const number = Number(given.value);
    const isText = typeof given.value === "string" && given.value.trim() !== "";
    if (
      !(isText || typeof given.value === "number") ||
      !(number >= min && number <= max) ||
      (whole && !Number.isInteger(number))
    )
      throw wrong(`a ${whole ? "whole " : ""}number from ${min} to ${max}`);
    return number;
  }
  if (spec.kind === "list") {
    const entries = typeof given.value === "string" ? given.value.split(",") : given.value;
    if (!Array.isArray(entries) || !entries.every((entry) => typeof entry === "string"))
      throw wrong("a list of texts");
    const list = entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
    if (list.length < (spec.min ?? 0)) throw wrong("at least one entry");
    return list;
  }
  if (typeof given.value !== "string") throw wrong("text");
  if (spec.choices && !spec.choices.includes(given.value)) throw wrong(spec.choices.join(", "));
  return given.value;
}

function readSettingsFile(file: SettingSources["file"]): Readonly<Record<string, unknown>> {
  if (file === undefined) return {};
  const problem = (seen: string): Problem =>
    new Problem("The file of settings must be a JSON object.", { "looked at": file.name, seen });
  let json: unknown;
  try {
    json = JSON.parse(file.text);
  } catch (error) {
    throw problem(error instanceof Error ? error.message : String(error));
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw problem(typeof json);
  return json as Record<string, unknown>;
}

/** The settings as they can be shown: the values of secrets are hidden. */
export function shownSettings(settings: Settings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const { secret }: SettingSpecs[string] = specs[name as keyof Settings];
      return [name, secret && isGiven(value) ? "(hidden)" : (value ?? null)];
    }),
  );
}

/** The name of this worker in the server's records. */
export function workerName(): string {
  return `${hostname()}-${process.pid}`;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

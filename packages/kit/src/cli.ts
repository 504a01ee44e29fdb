import { parseArgs } from "node:util";
import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { wrapFor } from "./output.ts";

/** One option of a command. Strings show their `value` placeholder in the help. */
export type OptionSpec =
  | { type: "boolean"; help: string }
  | { type: "string"; help: string; value: string; choices?: readonly string[] };

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface CommandSpec<O extends OptionSpecs> {
  /** As typed, e.g. "npx tsx steps/01-table". */
  usage: string;
  about: string;
  options: O;
  /** Positional arguments: their name, the known values (any, if omitted), and the maximum number. */
  words?: { label: string; known?: readonly string[]; max?: number };
  /** Commands with a help of their own, by their word; they take these options and the common ones. */
  commands?: Readonly<Record<string, { about: string; options: readonly (keyof O & string)[] }>>;
}

export type OptionValues<O extends OptionSpecs> = {
  [K in keyof O]?: O[K] extends { type: "boolean" } ? boolean : string;
};

export interface CommandLine<O extends OptionSpecs> {
  options: OptionValues<O>;
  words: string[];
}

/** Options of every command. */
export const commonOptions = {
  json: { type: "boolean", help: "one JSON document on stdout, everything else on stderr" },
  color: {
    type: "boolean",
    help: "color even without a terminal (--no-color: none; NO_COLOR takes precedence)",
  },
  help: { type: "boolean", help: "show this help" },
} as const satisfies OptionSpecs;

/**
 * Parses a command line. An unknown option or argument is a Problem that lists the known ones; `--help` prints and
 * returns undefined, so that the command exits with 0.
 */
export function readCommandLine<O extends OptionSpecs>(
  spec: CommandSpec<O>,
  argv: readonly string[],
): CommandLine<O> | undefined {
  const config = Object.fromEntries(Object.entries(spec.options).map(([name, { type }]) => [name, { type }]));
  const { tokens } = parseArgs({
    args: [...argv],
    options: config,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const options: Record<string, string | boolean> = {};
  const words = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const own = commandOf(spec, words[0]) ?? spec;
  for (const token of tokens)
    if (token.kind === "option") readOption(own, token.rawName, token.name, token.value, options);
  if (options["help"] === true) {
    console.log(wrapFor(process.stdout, helpText(own)).join("\n"));
    return undefined;
  }
  checkWords(spec, words);
  return { options: options as OptionValues<O>, words };
}

/** The part of a specification that is one command's. */
function commandOf(spec: CommandSpec<OptionSpecs>, word = ""): CommandSpec<OptionSpecs> | undefined {
  const command = spec.commands && Object.hasOwn(spec.commands, word) ? spec.commands[word] : undefined;
  if (!command) return undefined;
  const options = Object.entries(spec.options)
    .filter(([name]) => command.options.includes(name) || Object.hasOwn(commonOptions, name))
    .map(([name, option]) => [name, { ...option, help: option.help.replace(`with ${word}: `, "") }] as const);
  return { usage: `${spec.usage} ${word}`, about: command.about, options: Object.fromEntries(options) };
}

function readOption(
  spec: CommandSpec<OptionSpecs>,
  rawName: string,
  name: string,
  value: string | undefined,
  options: Record<string, string | boolean>,
): void {
  const negated = name.startsWith("no-") && spec.options[name.slice(3)]?.type === "boolean";
  const key = negated ? name.slice(3) : name;
  const option = Object.hasOwn(spec.options, key) ? spec.options[key] : undefined;
  if (!option) throw unknownOption(spec, rawName);
  if (option.type === "boolean") {
    if (value !== undefined)
      throw new Problem(
        `The option ${rawName} takes no value.`,
        { seen: `${rawName}=${value}` },
        `${spec.usage} --help`,
      );
    options[key] = !negated;
    return;
  }
  if (value === undefined || value === "")
    throw new Problem(
      `The option ${rawName} needs a value.`,
      { expected: option.value },
      `${spec.usage} --help`,
    );
  if (option.choices && !option.choices.includes(value)) {
    throw new Problem(
      `${rawName} has no choice "${value}".`,
      { known: option.choices.join(", "), ...closest(value, option.choices) },
      `${spec.usage} --help`,
    );
  }
  options[key] = value;
}

function unknownOption(spec: CommandSpec<OptionSpecs>, rawName: string): Problem {
  const known = Object.keys(spec.options).map((name) => `--${name}`);
  return new Problem(
    `There is no option ${rawName}.`,
    { known: known.join(" "), ...closest(rawName, known) },
    `${spec.usage} --help`,
  );
}

function checkWords(spec: CommandSpec<OptionSpecs>, words: readonly string[]): void {
  const max = spec.words ? (spec.words.max ?? Number.POSITIVE_INFINITY) : 0;
  const extra = words[max];
  if (extra !== undefined) throw new Problem(`"${extra}" was not expected here.`, {}, `${spec.usage} --help`);
  const known = spec.words?.known;
  for (const word of known ? words : []) {
    if (known?.includes(word)) continue;
    throw new Problem(
      `There is no ${spec.words?.label} "${word}".`,
      { known: known?.join(", ") ?? "", ...closest(word, known ?? []) },
      `${spec.usage} --help`,
    );
  }
}

function closest(word: string, known: readonly string[]): { closest?: string } {
  const found = nearest(word, known);
  return found === undefined ? {} : { closest: found };
}

function helpText(spec: CommandSpec<OptionSpecs>): string {
  const rows = Object.entries(spec.options).map(([name, option]): [string, string] => [
    option.type === "string" ? `--${name} ${option.value}` : `--${name}`,
    option.type === "string" && option.choices
      ? `${option.help} (${option.choices.join(", ")})`
      : option.help,
  ]);
  const width = Math.max(...rows.map(([left]) => left.length));
  const words = spec.words ? ` [${spec.words.label}…]` : "";
  const known = spec.words?.known ? [``, `${spec.words.label}: ${spec.words.known.join(", ")}`] : [];
  return [
    `${spec.usage}${words} [options]`,
    "",
    spec.about,
    ...known,
    "",
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join("\n");
}

/** A number of seconds (or another count) from an option; an invalid one is a Problem that quotes it. */
export function readNumber(
  option: string,
  text: string | undefined,
  { min, max }: { min: number; max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= min && value <= max) return value;
  throw new Problem(`--${option} needs a number from ${min} to ${max}.`, { seen: text });
}

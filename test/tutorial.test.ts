import { afterEach, beforeEach, expect, test } from "vitest";
import { blocksOf, commandsNotRun, commandsOf, documentsWithCommands, wordsOf } from "./support/documents.ts";
import { openShell, type Shell } from "./support/shell.ts";

// As a reader's, npm start, which runs every step and every check, and one command of each program are run by tsx. The
// others are built: tsx takes half a second of processor time in each process, and twice that in a cloud's.

let typed: Shell;
let built: Shell;

beforeEach(() => {
  typed = openShell({}, { asTyped: true });
  built = openShell({ LOCAL_DATA: typed.dataFolder });
});
afterEach(async () => {
  await typed.close();
  await built.close();
});

/** The programs that tsx has run: `steps` for `steps/01-table`. */
const ran = new Set<string>();

/** The shell for a command: the first of each program is run by tsx. */
function shellFor([command = ""]: readonly string[]): Shell {
  const [program = ""] = command.split("/");
  if (ran.has(program)) return built;
  ran.add(program);
  return typed;
}

/** A reader has already run the main command: `npm start` shows everything, with the tutorial's own 27 seconds. */
test("npm start does what the README shows", { timeout: 120_000 }, async () => {
  const words = wordsOf("npm start") ?? [];
  ran.add(words[0] ?? "");
  const { code, stdout, stderr } = await typed.run(words, { secondsMax: 100 });
  expect(code, stdout + stderr).toBe(0);
  const lines = stdout.split("\n");
  let from = 0;
  for (const shown of blocksOf("README.md", "text").join("").trimEnd().split("\n")) {
    const found = lines.findIndex((line, index) => index >= from && asShown(shown).test(line));
    expect(found, `after line ${from} of what npm start said: ${shown}\n${stdout}`).toBeGreaterThan(-1);
    from = found + (shown.trim() === "…" ? 0 : 1);
  }
});

/** A line of the README as a pattern: … is anything, times and counts are some number, white space is white space. */
function asShown(line: string): RegExp {
  const pattern = line
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\d+(\\\.\d+)? s\b/g, "[\\d.]+ s")
    .replace(/poll \d+/g, "poll \\d+")
    .replace(/\s+/g, "\\s+")
    .replaceAll("…", ".*");
  return new RegExp(`^\\s*${pattern}\\s*$`);
}

/** The tutorial's 25 seconds are waited for once, above; here each command runs with one second of work. */
const quickly: [RegExp, string[]][] = [
  [
    /^(steps|steps\/02-lambda|steps\/06-callback.*|instructor solve .*|guide)( |$)/,
    ["--processing-seconds", "1"],
  ],
];

const others = /^npm (test|run \w+)$/; // the test command cannot run in itself; it is what runs this

test.each(documentsWithCommands())(
  "every command in a block of %s works, in order",
  {
    timeout: 240_000,
  },
  async (file) => {
    for (const command of commandsOf(file)) {
      if (others.test(command) || command === "npm start") continue;
      const words = wordsOf(command);
      expect(words, `${file} shows a command that no test knows how to run: ${command}`).toBeDefined();
      const more = quickly.flatMap(([which, added]) => (which.test(words?.join(" ") ?? "") ? added : []));
      const { code, stdout, stderr } = await shellFor(words ?? []).run([...(words ?? []), ...more]);
      // A document may check unfinished work: the check then exits with 1.
      const wanted = words?.[0]?.startsWith("checks") && file !== "README.md" ? [0, 1] : [0];
      expect(wanted, `${command}:\n${stdout}${stderr}`).toContain(code);
    }
  },
);

test("every command in a sentence, or in a block that no test can run, exists, with its options", {
  timeout: 240_000,
}, async () => {
  const wrong: string[] = [];
  const helps = new Map<string, Promise<string>>();
  for (const { file, command } of commandsNotRun()) {
    const words = (wordsOf(command.replace(/[[\]]/g, "")) ?? []).filter((word) => word !== "…");
    const options = words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0] ?? "");
    const path = words.slice(0, words[0] === "instructor" ? 2 : 1);
    const key = path.join(" ");
    if (!helps.has(key)) helps.set(key, helpOf(path));
    const help = (await helps.get(key)) ?? "";
    if (help === "") wrong.push(`${file}: ${command}`);
    for (const option of options)
      if (!help.includes(`${option} `) && !help.endsWith(option)) wrong.push(`${file}: ${command}`);
  }
  expect(wrong).toEqual([]);
});

async function helpOf(path: readonly string[]): Promise<string> {
  const { code, stdout } = await shellFor(path).run([...path, "--help"]);
  return code === 0 ? stdout.trim() : "";
}

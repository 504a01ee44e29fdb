import { afterEach, beforeEach, expect, test } from "vitest";
import { blocksOf, commandsNotRun, commandsOf, documentsWithCommands, wordsOf } from "./support/documents.ts";
import { openShell, type Shell } from "./support/shell.ts";

// As a reader's, each command of the README is run by tsx, and each other program once. The others are built: tsx takes
// half a second of processor time in each process.

let typed: Shell;
let built: Shell;

beforeEach(() => {
  typed = openShell({}, { asTyped: true });
  built = openShell();
});
afterEach(async () => {
  await typed.close();
  await built.close();
});

/** A reader has already run the main command: `npm start` shows everything, with the tutorial's own 27 seconds. */
test("npm start does what the README shows", { timeout: 120_000 }, async () => {
  const words = wordsOf("npm start") ?? [];
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

/** A line of the README as a pattern: … is anything, times and counts are some number, room is room. */
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
    const shell = file === "README.md" ? typed : built;
    for (const command of commandsOf(file)) {
      if (others.test(command) || command === "npm start") continue;
      const words = wordsOf(command);
      expect(words, `${file} shows a command that no test knows how to run: ${command}`).toBeDefined();
      const more = quickly.flatMap(([which, added]) => (which.test(words?.join(" ") ?? "") ? added : []));
      const { code, stdout, stderr } = await shell.run([...(words ?? []), ...more]);
      // A document may check unfinished work: the check then exits with 1.
      const wanted = words?.[0]?.startsWith("checks") && file !== "README.md" ? [0, 1] : [0];
      expect(wanted, `${command}:\n${stdout}${stderr}`).toContain(code);
    }
  },
);

test("every command in a sentence, or in a block that no test can run, is there, with its options", {
  timeout: 240_000,
}, async () => {
  const wrong: string[] = [];
  const helps = new Map<string, Promise<string>>();
  const programs = new Set<string | undefined>();
  for (const { file, command } of commandsNotRun()) {
    const words = (wordsOf(command.replace(/[[\]]/g, "")) ?? []).filter((word) => word !== "…");
    const options = words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0] ?? "");
    const path = words.slice(0, words[0] === "instructor" ? 2 : 1);
    const key = path.join(" ");
    const program = key.split(/[ /]/)[0];
    if (!helps.has(key)) helps.set(key, helpOf(path, programs.has(program) ? built : typed));
    programs.add(program);
    const help = (await helps.get(key)) ?? "";
    if (help === "") wrong.push(`${file}: ${command}`);
    for (const option of options)
      if (!help.includes(`${option} `) && !help.endsWith(option)) wrong.push(`${file}: ${command}`);
  }
  expect(wrong).toEqual([]);
});

async function helpOf(path: readonly string[], shell: Shell): Promise<string> {
  const { code, stdout } = await shell.run([...path, "--help"]);
  return code === 0 ? stdout.trim() : "";
}

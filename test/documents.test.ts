import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { awsCli, pythonWith } from "@long-running-api/test-support/programs";
import { projectFolder } from "@long-running-api/test-support/project";
import { describe, expect, test } from "vitest";
import { commands } from "../release/commands.ts";
import { copyIntoBash, firstMissing, shownBy } from "./support/bash.ts";
import { blocksIn, commandsOf } from "./support/documents.ts";
import { openShell } from "./support/shell.ts";
import { sources } from "./support/sources.ts";

// test/tutorial.test.ts runs the blocks in `sh`, which work in every shell. Those in `bash` are for a POSIX shell, and run here
// as they stand. A second word in the info string names what a block needs that no test has.

const needs = ["account", "java"];
const documents = sources(".md").map(({ file }) => file);
const questions = documents.filter((file) => file.startsWith("docs/questions/"));
const index = "docs/questions/README.md";

const posix = process.platform === "win32" ? "the blocks are for a POSIX shell" : undefined;
const clients = [awsCli(), pythonWith(["boto3"])].map(({ why }) => why).find((why) => why !== undefined);

test("the tutorial with the AWS CLI and curl", { timeout: 660_000 }, async ({ skip }) => {
  const why = posix ?? clients;
  if (why !== undefined) return skip(why);
  const shell = openShell({
    PROCESSING_SECONDS: "1",
    AWS_CONFIG_FILE: "none",
    AWS_SHARED_CREDENTIALS_FILE: "none",
  });
  try {
    await shell.start(["local", "--port", "0", "--memory"], { secondsMax: 640 }).until("is ready");
    const file = "docs/tutorial.md";
    const { ran, printedBy } = await copyIntoBash(shell, [file], { secondsMax: 600 });
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    expect(firstMissing(shownBy(file), printedBy(file)), printedBy(file)).toBeUndefined();
  } finally {
    await shell.close();
  }
});

test("each question's commands show its answer", { timeout: 660_000 }, async ({ skip }) => {
  if (posix !== undefined) return skip(posix);
  const shell = openShell();
  try {
    const files = [index, ...questions.filter((file) => file !== index)];
    const { ran, printedBy } = await copyIntoBash(shell, files, { secondsMax: 600 });
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    const wrong = files.flatMap((file) => {
      const line = firstMissing(shownBy(file), printedBy(file));
      return line === undefined
        ? []
        : [`${file} shows “${line}”, but its commands printed:\n${printedBy(file)}`];
    });
    expect(wrong).toEqual([]);
  } finally {
    await shell.close();
  }
});

describe("in every document", () => {
  test("a block with a command is in sh or bash; if no test can run it, it names what it needs", () => {
    const wrong = documents.flatMap((file) =>
      blocksIn(file).flatMap(({ info, body }) => {
        const [language = "", need, ...more] = info.split(" ");
        const known = need === undefined || (needs.includes(need) && more.length === 0);
        const command = /^\s*(\$ )?([A-Z_]+=\S+ )*(npx tsx|npm|aws|curl) /m.test(body);
        const run = ["sh", "bash"].includes(language);
        return known && (run || !command) ? [] : [`${file}: ${info}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test("a block in bash is in a document that is run here", () => {
    const run = ["docs/tutorial.md", ...questions];
    const withBash = documents.filter((file) => blocksIn(file).some(({ info }) => info === "bash"));
    expect(withBash.filter((file) => !run.includes(file))).toEqual([]);
    expect(
      questions.filter((file) => commandsOf(file).length > 0),
      "questions use bash",
    ).toEqual([]);
  });

  test("an npm script in a sentence is in package.json", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(projectFolder, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const here = sources(".md").filter(({ file }) => !file.startsWith("packages/")); // a package has its own
    const named = here.flatMap(({ text }) => [...text.matchAll(/`npm run ([a-z]+)/g)]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.flatMap(([, name = ""]) => (name in scripts ? [] : [name]))).toEqual([]);
  });

  test("a test that a command names is there, with its title", () => {
    const named = sources(".md").flatMap(({ text }) => [
      ...text.matchAll(/npx vitest run ([^`\n]*?)(?: -t "([^"]+)")?(?: -->|`)/g),
    ]);
    const wrong = named.flatMap(([command, words = "", title]) => {
      const files = words.split(" ").filter((word) => !/[A-Z]|…|my-api/.test(word)); // no placeholder
      const missing = files.filter((file) => !existsSync(path.join(projectFolder, file)));
      if (missing.length > 0) return [command];
      const known = title?.replace(/ [A-Z].*/, ""); // up to a placeholder
      return known === undefined || textOf(files).includes(`"${known}"`) ? [] : [command];
    });
    expect(named.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  test("the README names each command of the package", () => {
    const readme = readFileSync(path.join(projectFolder, "README.md"), "utf8");
    const absent = Object.values(commands).filter(({ folder }) => !readme.includes(`npx tsx ${folder}`));
    // npm start is the guide, docs/instructor.md has the instructor's commands, and init is for the installed package.
    expect(absent.map(({ folder }) => folder)).toEqual(["guide", "instructor", "release/init"]);
    expect(readme).toContain("npm start");
    expect(readme).toContain("(docs/instructor.md)");
  });

  test("llms.txt has the form of llmstxt.org: a title, a quote, and sections of links", () => {
    const [head = "", ...sectionsOfLinks] = readFileSync(path.join(projectFolder, "llms.txt"), "utf8")
      .replaceAll("\r\n", "\n")
      .split(/^## /m);
    expect(head).toMatch(/^# .+\n\n> .+\n/);
    expect(sectionsOfLinks.length).toBeGreaterThan(1);
    for (const section of sectionsOfLinks)
      expect(section).toMatch(/^.+\n\n(- \[[^\]]+\]\([^)]+\): .+\n)+\n?$/);
  });

  test("each question is in the index, and the index names no other", () => {
    const named = [
      ...(sources(".md").find(({ file }) => file === index)?.text ?? "").matchAll(/\]\(([\w-]+\.md)\)/g),
    ];
    const there = questions.filter((file) => file !== index).map((file) => file.split("/").at(-1));
    expect(named.map(([, name]) => name).sort()).toEqual(there.sort());
  });
});

/** The text of these files, one after the other. */
function textOf(files: readonly string[]): string {
  return files.map((file) => readFileSync(path.join(projectFolder, file), "utf8")).join("\n");
}

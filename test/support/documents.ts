import { readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { sources } from "./sources.ts";

/** A fenced block: its info string, such as `bash` or `bash account`, and its lines. */
export interface Block {
  info: string;
  body: string;
}

/** The fenced blocks of a document, in order. */
export function blocksIn(file: string): Block[] {
  const text = readFileSync(path.join(projectFolder, file), "utf8").replaceAll("\r\n", "\n");
  return [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```/gm)].map(([, info = "", body = ""]) => ({
    info,
    body,
  }));
}

/** The fenced blocks of a document in one language, without their fences. */
export function blocksOf(file: string, info: string): string[] {
  return blocksIn(file).flatMap((block) => (block.info === info ? [block.body] : []));
}

/** The shell commands of a document, one by one; `npm ci`, which the tests have behind them, left out. */
export function commandsOf(file: string): string[] {
  return blocksOf(file, "sh")
    .flatMap((block) => block.trimEnd().split("\n"))
    .flatMap((line) => line.split("&&"))
    .map((command) => command.trim())
    .filter((command) => command !== "npm ci");
}

/** Documents that show commands in blocks of their own. */
export function documentsWithCommands(): string[] {
  return sources(".md")
    .map(({ file }) => file)
    .filter((file) => commandsOf(file).length > 0);
}

/** Every command inside a sentence, in all documents. */
export function commandsInProse(): { file: string; command: string }[] {
  return sources(".md", "llms.txt").flatMap(({ file, text }) =>
    [...text.matchAll(/`(npx tsx [^`\n]+|npm start[^`\n]*)`/g)].map(([, command = ""]) => ({
      file,
      command,
    })),
  );
}

/**
 * The words after `node`, for a command of the documents: `npx tsx steps/01-table` is `steps/01-table`, `npm start`
 * what package.json says. Nothing for one that is not ours.
 */
export function wordsOf(command: string): string[] | undefined {
  const [program, ...words] = command.split(/\s+/);
  if (program === "npx" && words[0] === "tsx") return words.slice(1);
  if (program !== "npm" || words[0] !== "start") return undefined;
  const { scripts } = JSON.parse(readFileSync(path.join(projectFolder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const [tsx, ...started] = (scripts["start"] ?? "").split(" ");
  if (tsx !== "tsx") throw new Error(`npm start is no longer tsx: ${scripts["start"]}`);
  return [...started, ...words.slice(1).filter((word) => word !== "--")];
}

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { newMeter } from "../src/meter.ts";
import { find, matchesAll, patternOf } from "../src/regex.ts";
import type { Pattern } from "../src/regex-tree.ts";
import { cases } from "./java-regex-cases.ts";

// What Java answers is recorded: RECORD=1 asks the java of JAVA_HOME again.
const file = new URL("./java-regex.json", import.meta.url);

interface Recorded {
  "made with": string;
  /** By pattern and text: whether the whole text matches, and each match found; or that the pattern is refused. */
  answers: Record<string, Record<string, string>>;
}

if (process.env["RECORD"]) record();
const { answers } = JSON.parse(readFileSync(file, "utf8")) as Recorded;

test.each(cases.flatMap(([patterns]) => patterns))("%j matches as in Java", (regex) => {
  const ours = Object.entries(answers[regex] ?? {}).map(([text]) => [text, answerOf(regex, text)]);
  expect(ours.length).toBeGreaterThan(0);
  expect(Object.fromEntries(ours)).toEqual(answers[regex]);
});

function answerOf(regex: string, text: string): string {
  let pattern: Pattern;
  try {
    pattern = patternOf(regex);
  } catch {
    return "error";
  }
  const meter = newMeter();
  const spans: string[] = [];
  for (let from = 0; from <= text.length; ) {
    const match = find(pattern, text, from, meter);
    if (!match) break;
    spans.push(`${match.from}-${match.to}`);
    from = Math.max(match.to, match.from + 1);
  }
  return `${matchesAll(pattern, text, meter)} ${spans.join(",")}`;
}

function record(): void {
  const java = path.join(process.env["JAVA_HOME"] ?? "/usr", "bin", "java");
  const questions = cases.flatMap(([patterns, texts]) =>
    patterns.flatMap((regex) => texts.map((text): [string, string] => [regex, text])),
  );
  const output = execFileSync(java, [fileURLToPath(new URL("./JavaRegex.java", import.meta.url))], {
    input: questions.map((question) => `${question.map(digits).join("\t")}\n`).join(""),
    encoding: "ascii",
  });
  const lines = output.trimEnd().split(/\r?\n/);
  const recorded: Record<string, Record<string, string>> = {};
  for (const [index, [regex, text]] of questions.entries())
    recorded[regex] = { ...recorded[regex], [text]: (lines[index] ?? "").replace("\t", " ") };
  const version = execFileSync(java, ["--version"], { encoding: "utf8" }).split(/\r?\n/)[0] ?? "";
  const document: Recorded = { "made with": `java.util.regex.Pattern of ${version}`, answers: recorded };
  writeFileSync(file, `${JSON.stringify(document, null, 1)}\n`);
}

function digits(text: string): string {
  return Array.from({ length: text.length }, (_, at) =>
    text.charCodeAt(at).toString(16).padStart(4, "0"),
  ).join("");
}

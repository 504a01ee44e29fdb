import { execFileSync } from "node:child_process";

/** A program that a test needs and a machine may lack; `why` is the reason if it does. */
export type Found = { command: string; why?: undefined } | { command?: undefined; why: string };

/** Importing boto3 takes longer than starting Python. */
const hasThem =
  "import sys\nfrom importlib.util import find_spec\nsys.exit(not all(map(find_spec, sys.argv[1:])))";

/** A Python that has all these modules: `own`, else the one on PATH. */
export function pythonWith(
  modules: readonly string[],
  own: string | undefined = process.env["TUTORIAL_PYTHON"],
): Found {
  const candidates = own ? [own] : process.platform === "win32" ? ["python", "py"] : ["python3"];
  for (const command of candidates) {
    if (answers(command, ["-c", hasThem, ...modules])) return { command };
  }
  return { why: `no Python with ${modules.join(" and ")} here; .ci/run brings one` };
}

/** The AWS CLI, version 1 or 2. */
export function awsCli(): Found {
  return answers("aws", ["--version"]) ? { command: "aws" } : { why: "no AWS CLI here; .ci/run brings one" };
}

/** The file that starts Jest. */
export function jest(own: string | undefined = process.env["TUTORIAL_JEST"]): Found {
  return own ? { command: own } : { why: "no Jest here; .ci/run brings one" };
}

/** Cached results of asking programs: each question takes longer than many tests. */
const asked = new Map<string, boolean>();

function answers(command: string, words: readonly string[]): boolean {
  const question = JSON.stringify([command, words]);
  const known = asked.get(question) ?? ask(command, words);
  asked.set(question, known);
  return known;
}

function ask(command: string, words: readonly string[]): boolean {
  try {
    execFileSync(command, words, { stdio: "ignore", timeout: 30_000, windowsHide: true });
    return true;
  } catch {
    return false;
  }
}

import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { projectFolder } from "@long-running-api/test-support/project";

/** A rendering request to Velocity; see Render.java. */
export interface Question {
  readonly template: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly body?: string;
  /** The value of an invalid reference; by default Velocity prints its source text. */
  readonly missing?: string;
}

export interface Answer {
  readonly output?: string;
  readonly error?: string;
}

/** Apache Velocity, or why it is not available. */
export type Oracle =
  | { readonly ask: (questions: readonly Question[]) => Promise<Answer[]>; readonly why?: undefined }
  | { readonly why: string };

const here = fileURLToPath(new URL(".", import.meta.url));
const jars = path.join(projectFolder, "node_modules", ".cache", "velocity-1.7");
const run = promisify(execFile);
const javaHome = process.env["JAVA_HOME"];
const java = javaHome ? path.join(javaHome, "bin", "java") : "java";

/** Fetches Velocity's jars on first use. Needs java (11 or later) and, the first time, mvn. */
export async function openOracle(): Promise<Oracle> {
  if (!(await answers(java, ["-version"]))) return { why: "no java here" };
  if (!existsSync(path.join(jars, "velocity-1.7.jar"))) {
    if (!(await answers("mvn", ["-v"]))) return { why: "no mvn here to fetch Apache Velocity 1.7" };
    const goal = ["-q", "-B", "-f", path.join(here, "pom.xml"), "dependency:copy-dependencies"];
    try {
      await run("mvn", [...goal, `-DoutputDirectory=${jars}`], { timeout: 120_000 });
    } catch (error) {
      return { why: `Apache Velocity 1.7 could not be fetched: ${String(error).slice(0, 200)}` };
    }
  }
  return { ask };
}

async function answers(command: string, words: readonly string[]): Promise<boolean> {
  try {
    await run(command, words, { timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

/** Sends all requests through one Java process. */
async function ask(questions: readonly Question[]): Promise<Answer[]> {
  const classpath = path.join(jars, "*");
  const child = spawn(java, ["-Xshare:auto", "-cp", classpath, path.join(here, "Render.java")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  for (const question of questions) {
    if (!child.stdin.write(`${JSON.stringify(question)}\n`))
      await new Promise((go) => child.stdin.once("drain", go));
  }
  child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`Render.java ended with ${code}`);
  const lines = Buffer.concat(parts).toString("utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Answer);
}

import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

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
export type Oracle = (Renderer & { readonly why?: undefined }) | { readonly why: string };

/** One Java process: it takes seconds of processor time to start. */
interface Renderer {
  /** The answer to each, in order. */
  ask(questions: readonly Question[]): Promise<Answer[]>;
  close(): void;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const cache = process.env["XDG_CACHE_HOME"] || path.join(os.homedir(), ".cache");
const jars = path.join(cache, "long-running-api-companion", "velocity-1.7");
const run = promisify(execFile);
const javaHome = process.env["JAVA_HOME"];
const java = javaHome ? path.join(javaHome, "bin", "java") : "java";

/** Fetches Velocity's jars on first use into the user's cache. Needs java (11 or later) and, the first time, mvn. */
export async function openOracle(): Promise<Oracle> {
  if (!(await answers(java, ["-version"]))) return { why: "no java here" };
  if (!existsSync(jars)) {
    if (!(await answers("mvn", ["-v"]))) return { why: "no mvn here to fetch Apache Velocity 1.7" };
    try {
      await fetchJars();
    } catch (error) {
      return { why: `Apache Velocity 1.7 could not be fetched: ${String(error).slice(0, 200)}` };
    }
  }
  return openRenderer();
}

/** All or none: the folder has its name only once it is complete. */
async function fetchJars(): Promise<void> {
  mkdirSync(path.dirname(jars), { recursive: true });
  const fetched = mkdtempSync(`${jars}-`);
  try {
    const goal = ["-q", "-B", "-f", path.join(here, "pom.xml"), "dependency:copy-dependencies"];
    await run("mvn", [...goal, `-DoutputDirectory=${fetched}`], { timeout: 120_000 });
    renameSync(fetched, jars);
  } catch (error) {
    if (!existsSync(jars)) throw error; // another run was sooner
  } finally {
    rmSync(fetched, { recursive: true, force: true });
  }
}

async function answers(command: string, words: readonly string[]): Promise<boolean> {
  try {
    await run(command, words, { timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

function openRenderer(): Renderer {
  const flags = ["-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
  const words = [...flags, "-cp", path.join(jars, "*"), path.join(here, "Render.java")];
  const child = spawn(java, words, { stdio: ["pipe", "pipe", "inherit"] });
  const gone = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`Render.java ended with ${code}`)));
  });
  gone.catch(() => {}); // it is thrown when a batch is asked
  let answers: Answer[] = [];
  let onAnswers = () => {};
  let begun = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = `${begun}${text}`.split("\n");
    begun = lines.pop() ?? "";
    answers.push(...lines.map((line) => JSON.parse(line) as Answer));
    onAnswers();
  });
  let asked: Promise<unknown> = Promise.resolve();
  return {
    ask(questions) {
      const answered = asked.then(() => answersTo(questions));
      asked = answered.catch(() => {});
      return answered;
    },
    close: () => child.stdin.end(),
  };

  async function answersTo(questions: readonly Question[]): Promise<Answer[]> {
    answers = [];
    const all = new Promise<Answer[]>((resolve) => {
      onAnswers = () => answers.length === questions.length && resolve(answers);
    });
    for (const question of questions) {
      if (!child.stdin.write(`${JSON.stringify(question)}\n`))
        await Promise.race([gone, new Promise((go) => child.stdin.once("drain", go))]);
    }
    return await Promise.race([gone, all]);
  }
}

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { findCloud, stopCloud } from "@long-running-api/kit/local-cloud/background";
import { main } from "@long-running-api/kit/main";
import { binOf, projectFolder } from "@long-running-api/test-support/project";
import { endTree, spawnTree } from "./support/child.ts";
import { countFileVariable, type VitestCount } from "./support/count-reporter.ts";

/** The result of a stage. Lint, types and unused code count as one test each. */
interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** One process each: they run beside each other, which takes half the time on two cores. */
const sourceChecks = [
  { title: "lint and format", command: [binOf("@biomejs/biome", "biome"), "check", "."] },
  { title: "types", command: [binOf("typescript", "tsc"), "--noEmit"] },
  {
    title: "types of the page",
    command: [binOf("typescript", "tsc"), "--noEmit", "--project", "packages/page"],
  },
  { title: "unused code", command: [binOf("knip"), "--no-progress"] },
];

/** Of the tests that share a reason to skip. */
const namesMax = 3;

/** `npm test [-- vitest arguments]`: runs every stage, then prints a summary line. Exit code 0 only if all passed. */
await main(import.meta, async (argv) => {
  handleSignals();
  const sum: Count = { passed: 0, failed: 0, skipped: 0 };
  const add = (title: string, count: Count) => {
    for (const key of ["passed", "failed", "skipped"] as const) sum[key] += count[key];
    console.log(`${count.failed === 0 ? "✔" : "✖"} ${title}`);
  };
  const checks = sourceChecks.map(({ title, command }) => ({ title, ended: runQuietly(command) }));
  for (const { title, ended } of checks) {
    console.log(`\n— ${title}`);
    const { passed, output } = await ended;
    process.stdout.write(output);
    add(title, { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });
  }
  console.log("\n— tests");
  add("tests", await runVitest(argv));
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
  return sum.failed === 0 ? 0 : 1;
});

/** Keeps what a Node command prints, so that it is shown in one piece; on a terminal with its colours. */
async function runQuietly(command: readonly string[]): Promise<{ passed: boolean; output: Buffer }> {
  const output: Buffer[] = [];
  const env = process.stdout.isTTY && !process.env["NO_COLOR"] ? { FORCE_COLOR: "1" } : {};
  const code = await runNode(command, env, (chunk) => output.push(chunk));
  return { passed: code === 0, output: Buffer.concat(output) };
}

/** All temporary folders of the tests are in one, so that an interrupted run leaves nothing behind. */
async function runVitest(words: readonly string[]): Promise<Count> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tests-"));
  chmodSync(folder, 0o711); // the worker's image is tried as another user
  const tidyUp = async () => {
    await stopClouds(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const left = beforeLeaving(tidyUp);
  try {
    const file = path.join(folder, "count.json");
    const env = { [countFileVariable]: file, TMPDIR: folder, TMP: folder, TEMP: folder };
    const reporters = ["--reporter=default", "--reporter=./test/support/count-reporter.ts"];
    const code = await runNode([binOf("vitest"), "run", ...reporters, ...words], env);
    const { passed, failed, skipped } = readCount(file);
    for (const line of tellSkipped(skipped)) console.log(line);
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: skipped.length };
  } finally {
    left();
    await tidyUp();
  }
}

/** Each reason once: without Java alone, dozens of tests share it. */
function tellSkipped(skipped: VitestCount["skipped"]): string[] {
  const reasons = [...new Set(skipped.map(({ why }) => why))];
  return reasons.flatMap((reason) => {
    const names = skipped.filter(({ why }) => why === reason).map(({ name }) => name);
    const more = names.length - namesMax;
    return [
      `- ${names.length} skipped${reason && `: ${reason}`}`,
      ...names.slice(0, namesMax).map((name) => `    ${name}`),
      ...(more > 0 ? [`    and ${more} more`] : []),
    ];
  });
}

/** Stops background clouds whose tests were killed. */
async function stopClouds(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const cloud = await findCloud(path.join(folder, name));
    if (cloud) await stopCloud(cloud);
  }
}

/** A run that was cut short has counted nothing, and failed. */
function readCount(file: string): VitestCount {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as VitestCount;
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}

/** Runs a Node command to its end, in the open unless its output is asked for; it ends with us. */
function runNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onOutput?: (chunk: Buffer) => void,
): Promise<number> {
  const output = onOutput ? "pipe" : "inherit";
  const child = spawnTree(process.execPath, args, {
    cwd: projectFolder,
    env: { ...process.env, ...env },
    stdio: ["ignore", output, output],
  });
  if (onOutput) for (const stream of [child.stdout, child.stderr]) stream?.on("data", onOutput);
  const left = beforeLeaving(() => endTree(child));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      left();
      resolve(code ?? 1);
    });
  });
}

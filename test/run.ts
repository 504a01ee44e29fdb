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

interface Stage {
  title: string;
  run(words: readonly string[]): Promise<Count>;
}

const stages: readonly Stage[] = [
  { title: "lint and format", run: () => oneTest("@biomejs/biome", "biome", ["check", "."]) },
  { title: "types", run: () => oneTest("typescript", "tsc", ["--noEmit"]) },
  {
    title: "types of the page",
    run: () => oneTest("typescript", "tsc", ["--noEmit", "--project", "packages/page"]),
  },
  { title: "unused code", run: () => oneTest("knip", "knip", ["--no-progress"]) },
  { title: "tests", run: runVitest },
];

/** Of the tests that share a reason to skip. */
const namesMax = 3;

/** `npm test [-- vitest arguments]`: runs every stage, then prints a summary line. Exit code 0 only if all passed. */
await main(import.meta, async (argv) => {
  handleSignals();
  const sum: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const { title, run } of stages) {
    console.log(`\n— ${title}`);
    const count = await run(argv);
    for (const key of ["passed", "failed", "skipped"] as const) sum[key] += count[key];
    console.log(`${count.failed === 0 ? "✔" : "✖"} ${title}`);
  }
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
  return sum.failed === 0 ? 0 : 1;
});

async function oneTest(packageName: string, command: string, args: readonly string[]): Promise<Count> {
  const code = await runNode([binOf(packageName, command), ...args]);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
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

/** Runs a Node command to its end, in the open; it ends with us. */
function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawnTree(process.execPath, args, {
    cwd: projectFolder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const left = beforeLeaving(() => endTree(child));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      left();
      resolve(code ?? 1);
    });
  });
}

import type { ChildProcess } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { announced } from "@long-running-api/kit/local-cloud/address";
import { stopCloud } from "@long-running-api/kit/local-cloud/background";
import { projectFolder } from "@long-running-api/test-support/project";
import { endTree, spawnTree } from "./child.ts";
import { builtArguments, cloneVariable, typedArguments } from "./commands/built.ts";

/** A command's exit code and output. */
export interface Ran {
  /** Nothing when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** Then it is killed, and the test fails. */
  secondsMax?: number;
  /** Typed into stdin, which then ends. */
  input?: string;
}

/** A command that runs. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ran>;
  said(): Ran;
  /** Resolves once stdout and stderr together hold the text; fails when the command ends before. */
  until(text: string | RegExp): Promise<void>;
}

/** A learner's shell: the project's commands, with a separate data folder. */
export interface Shell {
  dataFolder: string;
  env: NodeJS.ProcessEnv;
  /** Runs e.g. `["steps/01-table", "--undo"]` to its end. */
  run(words: readonly string[], options?: RunOptions): Promise<Ran>;
  start(words: readonly string[], options?: RunOptions): Running;
  startProgram(program: string, words: readonly string[], options?: RunOptions): Running;
  /** Runs another program, e.g. the AWS CLI, in the same surroundings. */
  runProgram(program: string, words: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Ends what still runs, the cloud in the background too, and forgets the folder. */
  close(): Promise<void>;
}

export interface ShellOptions {
  /** The folder of the commands: this project, or a copy of it. */
  cwd?: string;
  /** Whether tsx runs each command, as a reader's does; by default what is built of them once for a test run. */
  asTyped?: boolean;
}

const secondsMaxDefault = 50;

/** Opens a shell in a clean environment: no keys, no names, no color, whatever environment the tests run in. */
export function openShell(
  env: NodeJS.ProcessEnv = {},
  { cwd = projectFolder, asTyped = false }: ShellOptions = {},
): Shell {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), "tutorial-"));
  const clone = cwd === projectFolder ? {} : { [cloneVariable]: realpathSync(cwd) };
  const surroundings = { ...cleanEnvironment(), LOCAL_DATA: dataFolder, ...clone, ...env };
  const running = new Set<Running>();
  const start = (program: string, words: readonly string[], options: RunOptions): Running => {
    const started = launch(program, words, cwd, { ...options, env: { ...surroundings, ...options.env } });
    running.add(started);
    const forget = () => running.delete(started);
    started.ended.then(forget, forget);
    return started;
  };
  const argumentsOf = asTyped ? typedArguments : builtArguments;
  const startNode = (words: readonly string[], options: RunOptions = {}) =>
    start(process.execPath, argumentsOf(words), options);
  return {
    dataFolder,
    env: surroundings,
    start: startNode,
    run: (words, options) => startNode(words, options).ended,
    startProgram: (program, words, options = {}) => start(program, words, options),
    runProgram: (program, words, options = {}) => start(program, words, options).ended,
    async close() {
      for (const { child } of running) endTree(child);
      await Promise.allSettled([...running].map(({ ended }) => ended));
      // Its address is not called: on a busy machine that takes longer than `findCloud` waits.
      for (const cloud of announced(dataFolder)) if (cloud.background) await stopCloud(cloud);
      rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function launch(
  program: string,
  words: readonly string[],
  cwd: string,
  { env = {}, secondsMax = secondsMaxDefault, input }: RunOptions,
): Running {
  const child = spawnTree(program, words, { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
  const said: Ran = { code: null, signal: null, stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      for (const listener of listeners) listener();
    });
  }
  child.stdin?.on("error", () => {}); // it ended without reading
  child.stdin?.end(input);
  const ended = new Promise<Ran>((resolve, reject) => {
    const deadline = setTimeout(() => {
      endTree(child);
      reject(new Error(`${program} ${words.join(" ")} did not end within ${secondsMax} s:\n${textOf(said)}`));
    }, secondsMax * 1000);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(deadline);
      resolve(Object.assign(said, { code, signal }));
    });
  });
  ended.catch(() => {}); // it is thrown when it is awaited
  const until = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!(typeof text === "string" ? textOf(said).includes(text) : text.test(textOf(said)))) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      ended.then(() => reject(new Error(`It ended before it said ${text}:\n${textOf(said)}`)), reject);
      look();
    });
  return { child, ended, said: () => said, until };
}

function textOf({ stdout, stderr }: Ran): string {
  return stdout + stderr;
}

/** The environment of the tests must not affect them. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(AWS_|CONDUCTOR_|TUTORIAL_(?!PYTHON$)|VITEST|(LEARNER|TARGET|LOCAL_DATA|NODE_ENV|NODE_OPTIONS|FORCE_COLOR|CLICOLOR_FORCE|TEST)$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: "1" };
}

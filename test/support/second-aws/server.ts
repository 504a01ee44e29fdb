import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { waitUntil } from "@long-running-api/foundation/wait";
import { freePort } from "@long-running-api/test-support/free-port";
import { type Found, pythonWith } from "@long-running-api/test-support/programs";
import { projectFolder } from "@long-running-api/test-support/project";
import { endTree } from "../child.ts";

/** A running ministack, an implementation of AWS in Python. */
export interface SecondAws {
  endpoint: string;
  close(): Promise<void>;
}

const startSecondsMax = 60;
const stopSecondsMax = 10;

/** A Python that has it, with boto3 for functions in Python: TUTORIAL_SECOND_AWS_PYTHON, else the one of the tests. */
export function secondAwsHere(): Found {
  const found = pythonWith(["ministack", "boto3"], process.env["TUTORIAL_SECOND_AWS_PYTHON"]);
  return found.command === undefined ? { why: "no Python with ministack here; .ci/run brings one" } : found;
}

/** Starts it on a free port of this machine. It ends with this process in any case. */
export async function openSecondAws(python: string): Promise<SecondAws> {
  const folder = temporaryFolder();
  const port = await freePort();
  const child = spawn(python, ["-c", bootstrap], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true, // a group of its own, with the functions that it runs
    windowsHide: true,
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      TMPDIR: folder,
      S3_DATA_DIR: folder,
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      LOG_LEVEL: "ERROR",
    },
  });
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("close", () => resolve());
  });
  const close = async () => {
    child.stdin?.destroy();
    const timer = setTimeout(() => endTree(child), stopSecondsMax * 1000);
    await ended;
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  const ready = await waitUntil(() => answersAt(endpoint, child), {
    secondsMax: startSecondsMax,
    everyMs: 50,
  });
  if (ready === "answers") return { endpoint, close };
  await close();
  throw new Error(`ministack did not start at ${endpoint}: ${ready ?? `no answer in ${startSecondsMax} s`}`);
}

/** When our end of its standard input is closed, even by kill -9, everything that it started or unpacked is removed. */
const bootstrap = `
import os, shutil, signal, sys, threading
def end_with_parent():
    sys.stdin.buffer.read()
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL) if hasattr(os, "killpg") else os._exit(0)
threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = ["ministack"]
from ministack.app import main
main()
`;

/** It unpacks functions into its temporary folder; below node_modules, so that Node finds the AWS SDK for them. */
function temporaryFolder(): string {
  const cache = path.join(projectFolder, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(path.join(cache, "second-aws-"));
}

async function answersAt(endpoint: string, child: ChildProcess): Promise<"answers" | "ended" | undefined> {
  if (child.exitCode !== null || child.signalCode !== null) return "ended";
  const answer = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2_000) }).catch(
    () => undefined,
  );
  await answer?.arrayBuffer();
  return answer?.ok ? "answers" : undefined;
}

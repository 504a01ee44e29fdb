import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { builtFolder, faultWorker } from "../commands/built.ts";
import type { FaultRun } from "./fault-run.ts";
import type { Answered, Asked } from "./worker.ts";

/** Runs each fault once, in processes that start with the first one. */
export interface FaultRuns {
  faultRunOf(id: string): Promise<FaultRun>;
  /** Runs it once more. */
  runAgain(id: string): Promise<FaultRun>;
  close(): void;
}

const processesMax = Math.min(4, Math.max(2, availableParallelism()));

export function openFaultRuns(): FaultRuns {
  const workers: Worker[] = [];
  const runs = new Map<string, Promise<FaultRun>>();
  const nextWorker = () => {
    const worker = runs.size < processesMax ? startWorker() : workers[runs.size % workers.length];
    if (!worker) throw new Error("No process runs faults.");
    if (!workers.includes(worker)) workers.push(worker);
    return worker;
  };
  return {
    faultRunOf(id) {
      const run = runs.get(id) ?? nextWorker().make(id);
      runs.set(id, run);
      return run;
    },
    runAgain: (id) => nextWorker().make(id),
    close() {
      for (const { child } of workers) child.disconnect();
    },
  };
}

interface Worker {
  child: ChildProcess;
  make(id: string): Promise<FaultRun>;
}

function startWorker(): Worker {
  const waiting = new Map<string, { resolve(run: FaultRun): void; reject(error: Error): void }>();
  const folder = builtFolder();
  const [program, words, execArgv] = folder
    ? [path.join(folder, "start.mjs"), [faultWorker], []]
    : [path.join(projectFolder, `${faultWorker}.ts`), [], ["--import", "tsx"]];
  // Observations are in a Map.
  const child = fork(program, words, { execArgv, serialization: "advanced" });
  child.on("message", (answered: Answered) => {
    const asker = waiting.get(answered.id);
    waiting.delete(answered.id);
    if ("run" in answered) asker?.resolve(answered.run);
    else asker?.reject(new Error(answered.error));
  });
  child.on("exit", (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`The process ended: ${signal ?? code}.`));
  });
  return {
    child,
    make: (id) =>
      new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.send({ id } satisfies Asked);
      }),
  };
}

import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import type { Row } from "./row.ts";
import type { Answered, Asked } from "./worker.ts";

/** Makes each row once, whoever asks first, in processes that begin with the first one. */
export interface Rows {
  rowOf(id: string): Promise<Row>;
  close(): void;
}

const processesMax = Math.min(4, Math.max(2, availableParallelism()));

export function openRows(): Rows {
  const workers: Worker[] = [];
  const rows = new Map<string, Promise<Row>>();
  const nextWorker = () => {
    const worker = rows.size < processesMax ? startWorker() : workers[rows.size % workers.length];
    if (!worker) throw new Error("There is no process that makes rows.");
    if (!workers.includes(worker)) workers.push(worker);
    return worker;
  };
  return {
    rowOf(id) {
      const row = rows.get(id) ?? nextWorker().make(id);
      rows.set(id, row);
      return row;
    },
    close() {
      for (const { child } of workers) child.disconnect();
    },
  };
}

interface Worker {
  child: ChildProcess;
  make(id: string): Promise<Row>;
}

function startWorker(): Worker {
  const waiting = new Map<string, { resolve(row: Row): void; reject(error: Error): void }>();
  const child = fork(path.join(projectFolder, "test", "support", "rows", "worker.ts"), {
    execArgv: ["--import", "tsx"],
    serialization: "advanced", // observations hold maps and bytes
  });
  child.on("message", (answered: Answered) => {
    const asker = waiting.get(answered.id);
    waiting.delete(answered.id);
    if ("row" in answered) asker?.resolve(answered.row);
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

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { misconfigured } from "@long-running-api/api-gateway";

/** Threads for slow mappings: each runs one at a time, and all end with the cloud. */
export interface MappingThreads {
  /** Applies an exported function of the api-gateway package to plain data; throws GatewayFailure on timeout. */
  ask<Answer>(rule: "mapRequest" | "mapResponse" | "validateRequest", args: unknown[]): Promise<Answer>;
  close(): Promise<void>;
}

const threadsMax = Math.max(2, availableParallelism());
const answerMsMax = 10_000;
/** A thread takes 30 MB, and 0.2 s to restart. */
const idleMsMax = 60_000;

/** Starts threads on demand; idle threads do not keep the process alive. */
export function createMappingThreads(): MappingThreads {
  const idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  const all = new Set<Worker>();
  const waiting: ((worker: Worker) => void)[] = [];

  function takeThread(): Worker | Promise<Worker> {
    const rested = idle.pop();
    if (rested) {
      clearTimeout(rested.timer);
      return rested.worker;
    }
    return all.size < threadsMax ? start() : new Promise((resolve) => waiting.push(resolve));
  }

  function start(): Worker {
    const worker = new Worker(new URL("./mapping-thread.mjs", import.meta.url), { env: {}, execArgv: [] });
    worker.unref();
    all.add(worker);
    worker.once("exit", () => {
      all.delete(worker);
      const at = idle.findIndex((rested) => rested.worker === worker);
      if (at >= 0) idle.splice(at, 1);
      if (waiting.length > 0) waiting.shift()?.(start());
    });
    return worker;
  }

  function giveBack(worker: Worker): void {
    if (!all.has(worker)) return;
    const next = waiting.shift();
    if (next) return next(worker);
    worker.unref();
    idle.push({ worker, timer: setTimeout(() => void worker.terminate(), idleMsMax).unref() });
  }

  return {
    async ask(rule, args) {
      const worker = await takeThread();
      worker.ref();
      try {
        return await answerOf(worker, { rule, args });
      } finally {
        giveBack(worker);
      }
    },
    async close() {
      waiting.length = 0;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function answerOf<Answer>(worker: Worker, question: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      worker.off("message", answered).off("error", broken).off("exit", gone);
      act();
    };
    const fail = (why: string) => settle(() => reject(misconfigured(why)));
    const answered = (answer: Answer) => settle(() => resolve(answer));
    const broken = ({ message }: Error) => fail(`The mapping ended its thread: ${message}`);
    const gone = () => fail("The mapping ended its thread.");
    const timer = setTimeout(() => {
      void worker.terminate();
      fail(`The mapping takes more than ${answerMsMax / 1000} s.`);
    }, answerMsMax);
    worker.on("message", answered).on("error", broken).on("exit", gone);
    worker.postMessage(question);
  });
}

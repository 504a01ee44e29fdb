import { type ResourceLimits, Worker } from "node:worker_threads";
import { idleMsMax, keepSpare, takeSpare } from "./spare-threads.ts";

/** Runs untrusted code in a thread that can be terminated. */
export interface Thread<Question, Answer> {
  /** Requests are handled in order, each with its own time limit. */
  ask(question: Question): Promise<Reply<Answer>>;
  close(): Promise<void>;
}

/** A response, or why there is none. */
export type Reply<Answer> = { answer: Answer } | { none: "late" | "gone" | "closed"; message: string };

/** The code of a thread, and its limits. */
export interface ThreadOptions<Question> {
  /** It answers each message with one message, in order. */
  file: URL;
  /** Threads with the same key are interchangeable: the same file, data and limits. */
  key: string;
  workerData: () => Promise<unknown>;
  /** A request that is answered once the thread is ready. */
  ready: Question;
  answerMsMax: number;
  resourceLimits: ResourceLimits;
}

const startMsMax = 10_000;
/** Sent ahead, so that the thread need not wait for us between two requests. */
const underWayMax = 32;

interface Asked<Question, Answer> {
  question: Question;
  resolve(reply: Reply<Answer>): void;
  reject(error: unknown): void;
}

/**
 * A thread that starts with the first request. If a response is late, the thread is terminated, and the requests after it
 * are sent again to a new one. An idle thread does not keep the process alive, and ends after a while.
 */
export function createThread<Question, Answer>(options: ThreadOptions<Question>): Thread<Question, Answer> {
  const waiting: Asked<Question, Answer>[] = [];
  let underWay: Asked<Question, Answer>[] = [];
  let worker: Worker | undefined;
  let stopListening = () => {};
  let starting: Promise<void> | undefined;
  let ending: Promise<unknown> = Promise.resolve();
  let deadline: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;

  function send(): void {
    clearTimeout(idle);
    if (waiting.length === 0) return;
    if (!worker) {
      starting ??= startUp().finally(() => {
        starting = undefined;
        send();
      });
      return;
    }
    worker.ref();
    if (underWay.length === 0) startClock();
    for (let asked = next(); asked; asked = next()) {
      underWay.push(asked);
      worker.postMessage(asked.question);
    }
  }

  const next = () => (underWay.length < underWayMax ? waiting.shift() : undefined);

  async function startUp(): Promise<void> {
    try {
      await ending;
      const started = takeSpare(options.key) ?? (await startWorker(options));
      worker = started;
      listen(started);
    } catch (error) {
      for (const { reject } of waiting.splice(0)) reject(error);
    }
  }

  function listen(to: Worker): void {
    const answer = (given: Answer) => answered(to, given);
    const broken = ({ message }: Error) => void giveUp(to, { none: "gone", message });
    const gone = () => void giveUp(to, { none: "gone", message: "The thread ended." });
    to.on("message", answer).on("error", broken).on("exit", gone);
    stopListening = () => to.off("message", answer).off("error", broken).off("exit", gone);
  }

  function answered(by: Worker, answer: Answer): void {
    if (by !== worker) return;
    clearTimeout(deadline);
    underWay.shift()?.resolve({ answer });
    if (underWay.length > 0) startClock();
    send();
    if (underWay.length === 0) rest();
  }

  function startClock(): void {
    const late = { none: "late", message: `No answer within ${options.answerMsMax} ms.` } as const;
    deadline = setTimeout(() => {
      const [head] = underWay;
      const by = worker;
      // A response that arrived while this process was blocked is read first.
      setImmediate(() => {
        if (by && head && underWay[0] === head) void giveUp(by, late);
      });
    }, options.answerMsMax);
  }

  /** The first pending request gets no response; the others are sent again. */
  async function giveUp(on: Worker, reply: Reply<Answer>): Promise<void> {
    if (on !== worker) return;
    const [head, ...others] = underWay;
    waiting.unshift(...others);
    endWorker();
    await ending;
    head?.resolve(reply);
    send();
  }

  function endWorker(): void {
    clearTimeout(deadline);
    underWay = [];
    ending = worker?.terminate() ?? ending;
    worker = undefined;
  }

  /** An idle thread is left to the next sandbox. */
  function letGo(): void {
    if (underWay.length > 0) return endWorker();
    if (!worker) return;
    stopListening();
    keepSpare(options.key, worker);
    worker = undefined;
  }

  function rest(): void {
    worker?.unref();
    idle = setTimeout(endWorker, idleMsMax).unref();
  }

  return {
    ask(question) {
      if (closed) return Promise.reject(new Error("the sandbox is closed"));
      return new Promise((resolve, reject) => {
        waiting.push({ question, resolve, reject });
        send();
      });
    },
    async close() {
      closed = true;
      clearTimeout(idle);
      const message = "The sandbox was closed.";
      for (const { resolve } of [...underWay, ...waiting.splice(0)]) resolve({ none: "closed", message });
      letGo();
      await starting;
      letGo();
      await ending;
    },
  };
}

async function startWorker<Question>(options: ThreadOptions<Question>): Promise<Worker> {
  const worker = new Worker(options.file, {
    workerData: await options.workerData(),
    env: {},
    execArgv: [], // without the parent's loader
    resourceLimits: options.resourceLimits,
  });
  const problem = await new Promise<string | undefined>((resolve) => {
    const settle = (why?: string) => {
      clearTimeout(timer);
      worker.off("message", ready).off("error", broken).off("exit", gone);
      resolve(why);
    };
    const ready = () => settle();
    const broken = ({ message }: Error) => settle(message);
    const gone = () => settle("the thread ended");
    const timer = setTimeout(settle, startMsMax, `the thread was not ready within ${startMsMax} ms`);
    worker.on("message", ready).on("error", broken).on("exit", gone);
    worker.postMessage(options.ready);
  });
  if (problem === undefined) return worker;
  await worker.terminate();
  throw new Error(problem);
}

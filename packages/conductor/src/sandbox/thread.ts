import { type ResourceLimits, Worker } from "node:worker_threads";

/** Work that somebody else wrote, in a thread that can be ended under it. */
export interface Thread<Question, Answer> {
  /** Questions are answered one after the other, each within its own time. */
  ask(question: Question): Promise<Reply<Answer>>;
  close(): Promise<void>;
}

/** An answer, or why there is none. */
export type Reply<Answer> = { answer: Answer } | { none: "late" | "gone" | "closed"; message: string };

/** What a thread runs, and its bounds. */
export interface ThreadOptions<Question> {
  /** It answers each message with one message, in order. */
  file: URL;
  workerData: () => unknown;
  /** A question that is answered as soon as the thread is ready. */
  ready: Question;
  answerMsMax: number;
  resourceLimits: ResourceLimits;
}

const startMsMax = 10_000;
/** A thread takes 30 MB, and a tenth of a second to start again. */
const idleMsMax = 60_000;
/** Sent ahead, so that the thread need not wait for us between two questions. */
const underWayMax = 32;

interface Asked<Question, Answer> {
  question: Question;
  resolve(reply: Reply<Answer>): void;
  reject(error: unknown): void;
}

/**
 * A thread that starts with the first question. One that is late with an answer is ended, and what was asked after it
 * is asked again in a new one. While nothing is asked it keeps no process alive, and after a while it ends.
 */
export function createThread<Question, Answer>(options: ThreadOptions<Question>): Thread<Question, Answer> {
  const waiting: Asked<Question, Answer>[] = [];
  let underWay: Asked<Question, Answer>[] = [];
  let worker: Worker | undefined;
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
      const started = await startWorker(options);
      worker = started;
      started.on("message", (answer: Answer) => answered(started, answer));
      started.on("error", ({ message }) => void giveUp(started, { none: "gone", message }));
      started.on("exit", () => void giveUp(started, { none: "gone", message: "The thread ended." }));
    } catch (error) {
      for (const { reject } of waiting.splice(0)) reject(error);
    }
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
      // An answer that came while this process itself was held up is read first.
      setImmediate(() => {
        if (by && head && underWay[0] === head) void giveUp(by, late);
      });
    }, options.answerMsMax);
  }

  /** The first of what is under way gets no answer; the others are asked again. */
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
      endWorker();
      await starting;
      endWorker();
      await ending;
    },
  };
}

async function startWorker<Question>(options: ThreadOptions<Question>): Promise<Worker> {
  const worker = new Worker(options.file, {
    workerData: options.workerData(),
    env: {},
    execArgv: [], // not the loader that the parent may run under
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

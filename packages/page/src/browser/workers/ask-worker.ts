/** A worker that answers one question at a time; a new question replaces the one that waits. */
export interface Asker<Question, Answer> {
  /** Undefined when a later question took its place; "late" when there was no answer in time. */
  ask(question: Question): Promise<Answer | "late" | undefined>;
  close(): void;
}

const startMsMax = 10_000;

/** Asks a worker that is started with the first question, and ended when it is late. */
export function askWorker<Question, Answer>(file: string, answerMsMax: number): Asker<Question, Answer> {
  let worker: Worker | undefined;
  let warm = false;
  let current: { settle: (answer: Answer | "late" | undefined) => void } | undefined;
  let next: { question: Question; settle: (answer: Answer | "late" | undefined) => void } | undefined;

  const send = () => {
    if (current || !next) return;
    const { question, settle } = next;
    next = undefined;
    const asked = worker ?? new Worker(file, { type: "module" });
    worker = asked;
    const timer = setTimeout(() => finish("late"), warm ? answerMsMax : startMsMax);
    const finish = (answer: Answer | "late") => {
      clearTimeout(timer);
      if (answer === "late") {
        asked.terminate();
        worker = undefined;
      }
      warm = answer !== "late";
      current = undefined;
      settle(answer);
      send();
    };
    asked.onmessage = ({ data }: MessageEvent<Answer>) => finish(data);
    asked.onerror = () => finish("late");
    current = { settle };
    asked.postMessage(question);
  };

  return {
    ask(question) {
      next?.settle(undefined);
      return new Promise((settle) => {
        next = { question, settle };
        send();
      });
    },
    close() {
      worker?.terminate();
      worker = undefined;
      current?.settle(undefined);
      next?.settle(undefined);
      current = undefined;
      next = undefined;
    },
  };
}

import type { Case } from "./definitions.ts";
import { taskDefinitions } from "./definitions.ts";
import type { Execution, Rest } from "./rest.ts";
import { startSimpleWorker } from "./simple-worker.ts";

/** A server's response to a definition, and how its run ended; `refused` is the server's message. */
export type Ran = { refused: unknown } | { execution: Execution };

const secondsMax = 120;
const startersMax = 4;

/** Registers and starts all of them, a few at a time, serves their SIMPLE tasks, and waits for every end. */
export async function runCases(rest: Rest, cases: readonly Case[]): Promise<Ran[]> {
  await rest.registerTasks(taskDefinitions);
  const worker = startSimpleWorker(rest);
  try {
    const waiting = cases.map((each, index) => ({ each, index }));
    const ends: Promise<Ran>[] = [];
    const startSome = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const begun = await begin(rest, next.each);
        ends[next.index] =
          "refused" in begun
            ? Promise.resolve(begun)
            : rest.ended(begun.workflowId, secondsMax).then((execution) => ({ execution }));
      }
    };
    await Promise.all(Array.from({ length: startersMax }, startSome));
    return await Promise.all(ends);
  } finally {
    await worker.stop();
  }
}

async function begin(
  rest: Rest,
  { definition, input }: Case,
): Promise<{ refused: unknown } | { workflowId: string }> {
  const { status, text } = await rest.send("PUT", "/metadata/workflow", [definition]);
  if (status >= 300) return { refused: refusal(text) };
  const started = await rest.send("POST", `/workflow/${definition.name}`, input);
  if (started.status >= 300) return { refused: refusal(started.text) };
  return { workflowId: started.text };
}

/** Which finding comes first is chance. */
function refusal(text: string): unknown {
  const {
    status,
    message,
    validationErrors = [],
  } = JSON.parse(text) as {
    status: number;
    message: string;
    validationErrors?: { path: string; message: string }[];
  };
  const findings = validationErrors.map(({ path, message: what }) => `${path}: ${what}`).sort();
  return { status, message, findings };
}

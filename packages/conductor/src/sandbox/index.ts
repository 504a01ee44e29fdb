import { randomUUID } from "node:crypto";
import { computedNumber, parsePrefixedJson, stringifyPrefixedJson } from "../json.ts";
import { compiledModule } from "./compiled-module.ts";
import type { Evaluation, ScriptError } from "./evaluation.ts";
import { createThread } from "./thread.ts";

export type { Evaluation, ScriptError };

/** Bounds of each evaluation. */
export interface SandboxSettings {
  evaluateMsMax: number;
  /** The memory limit of scripts, including the interpreter's own 1.5 megabytes. */
  memoryBytesMax: number;
}

export interface SyntaxProblem {
  message: string;
  line: number;
  column: number;
}

/** Runs untrusted JavaScript. */
export interface Sandbox {
  /** The value of a script, an expression or a function called at once, in which `$` is `scope`. JSON in, JSON out. */
  evaluate(script: string, scope: Readonly<Record<string, unknown>>): Promise<Evaluation>;
  /** The syntax error of a script, without running it; null for a valid script. */
  checkSyntax(script: string): Promise<SyntaxProblem | null>;
  close(): Promise<void>;
}

/** Enough for a condition on a response of one megabyte. */
export const sandboxSettings: SandboxSettings = {
  evaluateMsMax: 1_000,
  memoryBytesMax: 32 * 1024 * 1024,
};

const scriptBytesMax = 65_536;
/** A value takes several times the memory of its text, and an interpreter without memory fails in unpredictable ways. */
const scopeShareMax = 1 / 8;

type Question =
  | {
      kind: "evaluate";
      script: string;
      scope: string;
      /** The prefix of a text that represents an integer beyond 2^53. No script can know it. */
      prefix: string;
    }
  | { kind: "check"; script: string };

interface Answer {
  json?: string;
  number?: number;
  error?: ScriptError;
}

/**
 * A QuickJS in WebAssembly, in a thread of its own that starts with the first script. No host function is in reach, no
 * network, no file. A script that is late loses the thread under it: some of QuickJS's own functions run on past every
 * interrupt. The next script gets a machine in which nothing of the last one is left.
 */
export function createSandbox({ evaluateMsMax, memoryBytesMax }: SandboxSettings): Sandbox {
  const thread = createThread<Question, Answer>({
    file: new URL("./thread.mjs", import.meta.url),
    key: `scripts ${memoryBytesMax}`,
    workerData: async () => ({ module: await compiledModule("quickjs-wasi/quickjs.wasm", memoryBytesMax) }),
    ready: { kind: "check", script: "0" },
    answerMsMax: evaluateMsMax,
    // The stack is larger than the part that QuickJS may use, so that QuickJS reports the overflow.
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8, stackSizeMb: 16 },
  });

  async function ask(question: Question): Promise<Answer> {
    const reply = await thread.ask(question);
    if ("answer" in reply) return reply.answer;
    const { none, message } = reply;
    if (none === "closed") return { error: { name: "ClosedError", message } };
    if (none === "gone") return { error: { name: "InternalError", message } };
    return { error: { name: "TimeoutError", message: `The script did not end within ${evaluateMsMax} ms.` } };
  }

  return {
    async evaluate(script, scope) {
      const prefix = `${randomUUID()}:`;
      const json = stringifyPrefixedJson(scope, prefix);
      const problem = tooLarge(script, json, memoryBytesMax);
      if (problem) return { error: problem };
      const answer = await ask({ kind: "evaluate", script, scope: json, prefix });
      if (answer.error) return { error: answer.error };
      if (answer.json !== undefined) return { value: parsePrefixedJson(answer.json, prefix) };
      return { value: answer.number === undefined ? undefined : computedNumber(answer.number) };
    },
    async checkSyntax(script) {
      const problem = tooLarge(script, "", memoryBytesMax);
      const { error } = problem ? { error: problem } : await ask({ kind: "check", script });
      if (!error) return null;
      return { message: error.message, line: error.line ?? 1, column: error.column ?? 1 };
    },
    close: thread.close,
  };
}

function tooLarge(script: string, scope: string, memoryBytesMax: number): ScriptError | undefined {
  if (Buffer.byteLength(script) > scriptBytesMax)
    return { name: "RangeError", message: `The script is larger than ${scriptBytesMax} bytes.` };
  const scopeBytesMax = Math.floor(memoryBytesMax * scopeShareMax);
  if (Buffer.byteLength(scope) > scopeBytesMax)
    return { name: "RangeError", message: `The script's input is larger than ${scopeBytesMax} bytes.` };
  return undefined;
}

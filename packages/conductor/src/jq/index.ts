import { parseJson, stringifyJson } from "../json.ts";
import { compiledModule } from "../sandbox/compiled-module.ts";
import { createThread } from "../sandbox/thread.ts";
import { definitionsFor, unknownToServer } from "./jackson-jq.ts";
import { readMessage } from "./message.ts";

/** Bounds of each query. */
export interface JqSettings {
  queryMsMax: number;
  /** The memory limit of jq, including its own 16 megabytes. */
  memoryBytesMax: number;
  outputBytesMax: number;
}

/** The results of a query, or jq's error message. */
export type JqAnswer = { results: unknown[] } | { error: string };

/** jq (https://jqlang.org) for untrusted queries. */
export interface Jq {
  query(query: string, input: unknown): Promise<JqAnswer>;
  /** The syntax error of a query, with its position, without running it; null for a valid query. */
  checkSyntax(query: string): Promise<string | null>;
  close(): Promise<void>;
}

/** Enough for a megabyte of JSON. */
export const jqSettings: JqSettings = {
  queryMsMax: 4_000,
  memoryBytesMax: 64 * 1024 * 1024,
  outputBytesMax: 2 * 1024 * 1024,
};

const queryBytesMax = 65_536;
/** A value takes several times the memory of its text. */
const inputShareMax = 1 / 16;
/** Memory beyond this is released after a query. */
const memoryBytesKept = 32 * 1024 * 1024;

interface Question {
  query: string;
  /** JSON; without input, jq only compiles the query. */
  input: string;
}

type Run =
  | { stdout: string; stderr: string; exitCode: number }
  | { broken: "output" | "memory"; message: string };

/**
 * jq in WebAssembly, in a separate thread that starts with the first query, like the sandbox of scripts. It has
 * no access to files, the network or our environment.
 */
export function createJq({ queryMsMax, memoryBytesMax, outputBytesMax }: JqSettings): Jq {
  const inputBytesMax = Math.floor(memoryBytesMax * inputShareMax);
  const thread = createThread<Question, Run>({
    file: new URL("./thread.mjs", import.meta.url),
    key: `jq ${memoryBytesMax} ${outputBytesMax}`,
    workerData: async () => ({
      module: await compiledModule("jq-wasm/jq.wasm", memoryBytesMax),
      outputBytesMax,
      memoryBytesKept,
    }),
    ready: { query: ".", input: "" },
    answerMsMax: queryMsMax,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8, stackSizeMb: 16 },
  });

  async function run(query: string, input: string): Promise<JqAnswer> {
    const problem = refusal(query, input);
    if (problem !== undefined) return { error: problem };
    const definitions = definitionsFor(query);
    const reply = await thread.ask({ query: definitions === "" ? query : `${definitions}\n${query}`, input });
    if ("none" in reply)
      return {
        error: reply.none === "late" ? `The query did not end within ${queryMsMax} ms.` : reply.message,
      };
    const { answer } = reply;
    if ("broken" in answer) return { error: brokenWords[answer.broken] };
    if (answer.exitCode !== 0) return { error: readMessage(answer.stderr, definitions === "" ? 0 : 1) };
    return {
      results: answer.stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => parseJson(line)),
    };
  }

  const brokenWords = {
    output: `The results are larger than ${outputBytesMax} bytes.`,
    memory: `The query needs more than ${memoryBytesMax} bytes of memory.`,
  };

  function refusal(query: string, input: string): string | undefined {
    if (Buffer.byteLength(query) > queryBytesMax) return `The query is larger than ${queryBytesMax} bytes.`;
    if (query.includes("\0")) return "The query contains a NUL character.";
    if (Buffer.byteLength(input) > inputBytesMax)
      return `The query's input is larger than ${inputBytesMax} bytes.`;
    return undefined;
  }

  return {
    query: (query, input) => run(query, stringifyJson(input)),
    async checkSyntax(query) {
      const answer = await run(query, "");
      return "error" in answer ? answer.error : null;
    },
    close: thread.close,
  };
}

/** The same jq without what the jq of a Conductor server lacks: a query that works here works there. */
export function asOnServer({ query, checkSyntax, close }: Jq): Jq {
  return {
    async query(text, input) {
      const unknown = unknownToServer(text);
      return unknown === undefined ? query(text, input) : { error: unknown };
    },
    checkSyntax: async (text) => (await checkSyntax(text)) ?? unknownToServer(text) ?? null,
    close,
  };
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { parseError } from "@long-running-api/conductor/definition/java-json";
import { ConductorError, errorBody } from "@long-running-api/conductor/error";
import { parseJson, stringifyJson } from "@long-running-api/conductor/json";

/** One request, as the handlers see it. */
export interface Call {
  /** The path parameters. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** The raw body. */
  readonly text: string;
  /** The body as JSON. */
  json(): unknown;
}

/** One response: JSON, text, or only a status. */
export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
}

/** Routes of the REST API, `GET /api/workflow/{workflowId}`, and their handlers. */
export type Routes = Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>>;

/** 200 with a JSON body; fields without a value are omitted, as on the server. */
export const json = (value: unknown): Answer => ({ status: 200, json: value });

/** 200 with a text body: identifiers. */
export const text = (value: string): Answer => ({ status: 200, text: value });

/** 200 without a body. */
export const done: Answer = { status: 200 };

/** 204. */
export const noContent: Answer = { status: 204 };

/** Maximum size of a request, in bytes. */
const bodyBytesMax = 5 * 1024 * 1024;

/** Reads the body. If it is too large, the rest is discarded, so that the client can read the response. */
export function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bodyBytesMax) chunks = [];
      else chunks.push(chunk);
    });
    request.on("end", () => {
      if (bytes <= bodyBytesMax) resolve(Buffer.concat(chunks).toString("utf8"));
      else
        reject(
          new ConductorError(
            413,
            `The request has ${bytes} bytes; the local Conductor takes ${bodyBytesMax}.`,
          ),
        );
    });
    request.on("error", reject);
  });
}

/** Parses the body as JSON, with the server's errors. */
export function parseBody(text: string, contentType: string | undefined): unknown {
  if (text.trim() === "") throw new ConductorError(500, "Required request body is missing");
  if (contentType !== undefined && !/[/+]json\b|^\*/i.test(contentType)) {
    const type = contentType.includes(";") ? contentType : `${contentType};charset=UTF-8`;
    throw new ConductorError(500, `Content-Type '${type}' is not supported`);
  }
  checkNesting(text);
  try {
    return parseJson(text);
  } catch (error) {
    throw parseError(error instanceof Error ? error.message : String(error));
  }
}

/** The server's limit; deeper JSON would also be too deep for recursion here. */
const nestingMax = 1_000;

function checkNesting(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (quoted) at += character === "\\" ? 1 : 0;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth > nestingMax) {
      throw parseError(`Document nesting depth (${depth}) exceeds the maximum allowed (${nestingMax})`);
    }
  }
}

/** Sends an answer. */
export function send(response: ServerResponse, { status, json, text }: Answer): void {
  if (response.destroyed) return;
  const body = json === undefined ? (text ?? "") : stringifyJson(json);
  if (json !== undefined) response.setHeader("content-type", "application/json");
  else if (text !== undefined) response.setHeader("content-type", "text/plain;charset=UTF-8");
  if (status !== 204) response.setHeader("content-length", Buffer.byteLength(body));
  response.writeHead(status).end(body);
}

/** An error as a response; any unexpected error is the server's 500. */
export function answerTo(error: unknown, instance: string): Answer {
  const refusal =
    error instanceof ConductorError
      ? error
      : new ConductorError(500, error instanceof Error ? error.message : String(error));
  return { status: refusal.status, json: errorBody(refusal, instance) };
}

import { renderForCall } from "@long-running-api/api-gateway";
import { TemplateError, type TemplateInput } from "@long-running-api/api-gateway/templates";
import { isObject } from "@long-running-api/foundation/objects";

/** Renders JSON lines: one object per line in and out, in order, each written before the next is rendered. */
export async function renderLines(
  input: AsyncIterable<Uint8Array>,
  write: (line: string) => Promise<void>,
): Promise<void> {
  for await (const line of linesOf(input)) await write(`${JSON.stringify(answer(line))}\n`);
}

/** Only a line feed ends a line: JSON may hold other characters that end lines elsewhere. */
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending: string[] = [];
  for await (const chunk of input) {
    const [first = "", ...rest] = decoder.decode(chunk, { stream: true }).split("\n");
    pending.push(first);
    for (const next of rest) {
      yield pending.join("");
      pending = [next];
    }
  }
  const last = pending.join("") + decoder.decode();
  if (last !== "") yield last;
}

function answer(line: string): object {
  try {
    const { output, requestOverride, responseOverride } = renderForCall(readInput(line));
    return {
      output,
      ...(requestOverride && { requestOverride }),
      ...(responseOverride && { responseOverride }),
    };
  } catch (error) {
    if (error instanceof TemplateError) {
      return {
        error: { message: error.message, line: error.line, column: error.column, excerpt: error.excerpt },
      };
    }
    // Line 0: the error is in the input line, not in the template.
    if (error instanceof BadLine) return { error: { message: error.message, line: 0, column: 0 } };
    throw error;
  }
}

class BadLine extends Error {
  override readonly name = "BadLine";
}

type JsonObject = Readonly<Record<string, unknown>>;

function readInput(line: string): TemplateInput {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw new BadLine(`The input line is not valid JSON: ${error instanceof Error ? error.message : error}.`);
  }
  if (!isObject(json)) throw new BadLine("The input line is not a JSON object.");
  const { phase = "request", template, body = "", context = {}, stageVariables = {}, params = {} } = json;
  if (phase !== "request" && phase !== "response") throw new BadLine('"phase" is "request" or "response".');
  if (typeof template !== "string") throw new BadLine('"template" is missing, or not a string.');
  if (typeof body !== "string")
    throw new BadLine('"body" is not a string: give the payload as a string, "" for none.');
  if (!isObject(context)) throw new BadLine('"context" is not an object.');
  if (!isObject(params)) throw new BadLine('"params" is not an object.');
  return {
    phase,
    template,
    body,
    context,
    params: {
      path: texts("params.path", params["path"]),
      querystring: texts("params.querystring", params["querystring"]),
      header: texts("params.header", params["header"]),
    },
    stageVariables: texts("stageVariables", stageVariables),
  };
}

function texts(name: string, json: unknown): Record<string, string> {
  if (!isObject(json ?? {})) throw new BadLine(`"${name}" is not an object.`);
  return Object.fromEntries(
    Object.entries((json ?? {}) as JsonObject).map(([key, value]) => {
      if (typeof value === "string") return [key, value];
      throw new BadLine(`"${name}.${key}" is not a string.`);
    }),
  );
}

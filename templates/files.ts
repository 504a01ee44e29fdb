import { readFileSync } from "node:fs";
import path from "node:path";
import { renderForCall } from "@long-running-api/api-gateway";
import { TemplateError, type TemplateOutput } from "@long-running-api/api-gateway/templates";
import { Problem } from "@long-running-api/foundation/problem";
import { interrupted } from "@long-running-api/kit/interrupt";
import type { Output } from "@long-running-api/kit/output";
import { watchFiles } from "@long-running-api/kit/watch-files";
import type { Given } from "./input-words.ts";

export interface FilesRun {
  template: string;
  /** Without one the body is empty. */
  body: string | undefined;
  phase: "request" | "response";
  given: Given;
  output: Output;
}

/** Renders a template file once; returns 1 if the template has an error. */
export function renderFile(run: FilesRun): number {
  const { output } = run;
  try {
    const files = readFiles(run);
    const rendered = renderForCall({ phase: run.phase, ...run.given, ...files });
    printRendered(rendered, output);
    const { carried: _carried, ...document } = rendered;
    output.document(document);
    return 0;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { message, line, column, excerpt } = error;
    const place = `${run.template}:${line}:${column}`;
    output.say(output.colors.red(`✖ ${place}  ${message}`));
    for (const row of excerpt.split("\n")) output.say(`    ${row}`);
    output.document({ error: { message, file: run.template, line, column, excerpt } });
    return 1;
  }
}

/** Renders again whenever one of the files is saved, until Ctrl-C. */
export async function watchAndRender(run: FilesRun): Promise<number> {
  const { output } = run;
  const draw = () => {
    if (output.redraws) output.stream.write("\u001b[H\u001b[2J");
    output.say(output.colors.dim(`${run.template} with ${run.body ?? "an empty body"}; Ctrl-C ends`));
    try {
      renderFile(run);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      output.say(output.colors.red(`✖ ${error.message}`)); // a file may be missing for a moment
    }
  };
  const files = [run.template, ...(run.body === undefined ? [] : [run.body])];
  const stops = files.map((file) =>
    watchFiles(path.dirname(path.resolve(file)), [path.basename(file)], draw),
  );
  draw();
  try {
    return await interrupted;
  } finally {
    for (const stop of stops) stop();
  }
}

/** A file named `…response….vtl` is a response template, any other a request template. */
export function phaseOf(file: string): "request" | "response" {
  return /response/i.test(path.basename(file)) ? "response" : "request";
}

function readFiles({ template, body }: FilesRun): { template: string; body: string } {
  return { template: read(template), body: body === undefined ? "" : read(body) };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    throw new Problem(`${file} cannot be read.`, { seen }, "npx tsx templates --help");
  }
}

function printRendered(rendered: TemplateOutput, { say, colors }: Output): void {
  const { output, requestOverride, responseOverride, unresolved = [] } = rendered;
  say(output.replace(/\n$/, ""));
  for (const [name, value] of Object.entries({ requestOverride, responseOverride }))
    if (value !== undefined) say(colors.cyan(`$context.${name}: ${JSON.stringify(value)}`));
  for (const reference of unresolved)
    say(colors.yellow(`! ${reference} does not exist, so it renders as nothing.`));
  const mistake = jsonMistake(output);
  if (mistake !== undefined) say(colors.yellow(`! The output is not valid JSON: ${mistake}`));
}

/** Why an output is not valid JSON; undefined if it is, or is empty. */
export function jsonMistake(text: string): string | undefined {
  if (text.trim() === "") return undefined; // an empty body is a body
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replaceAll("\n", "\\n");
  }
}

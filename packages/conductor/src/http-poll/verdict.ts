import { shown } from "../http/failure.ts";
import { isJsonNumber } from "../json.ts";
import type { Evaluation, ScriptError } from "../sandbox/evaluation.ts";
import { namesInCondition } from "./condition-names.ts";

/** The result of a terminationCondition. */
export type Verdict =
  | { kind: "done" | "again" | "fail"; value: string }
  | { kind: "problem"; problem: string };

/**
 * true and 1 end the poll, false and 0 continue it, -1 fails the task. The cookbook of Conductor OSS calls other values by
 * their truth in JavaScript ("truthy stops the task"), the server's own ScriptEvaluator.toBoolean takes only booleans
 * and numbers above 0 for true: where the two agree they are followed (null, undefined, NaN and "" continue, 2 ends), and
 * where they do not (text, objects, other negative numbers) the task fails with what was returned, rather than
 * complete, or poll forever, by luck.
 */
export function judgeCondition(condition: string, evaluation: Evaluation): Verdict {
  if ("error" in evaluation)
    return {
      kind: "problem",
      problem: `terminationCondition: ${describeScriptError(evaluation.error, condition)}`,
    };
  const { value } = evaluation;
  const number = isJsonNumber(value) ? Number(value) : undefined;
  if (number === -1) return { kind: "fail", value: "-1" };
  if (value === true || (number !== undefined && number > 0)) return { kind: "done", value: String(value) };
  if (number === 0) return { kind: "again", value: "0" }; // -0 too
  if (!value) return { kind: "again", value: value === "" ? '""' : String(value) };
  return {
    kind: "problem",
    problem: `terminationCondition returned ${described(value)}; it must return true or 1 (done), false or 0 (poll again), or -1 (fail).`,
  };
}

/** A script error as one sentence, with its position and, for common errors, a hint. */
export function describeScriptError({ name, message, line, column }: ScriptError, condition = ""): string {
  const place = line === undefined ? "" : ` (line ${line}, column ${column ?? 1})`;
  return `${name}: ${message}${place}${name === "TypeError" ? hint(condition) : ""}`;
}

function described(value: unknown): string {
  if (typeof value === "string") return `the text ${shown(value)}`;
  if (isJsonNumber(value)) return `the number ${value}`;
  return `${Array.isArray(value) ? "the list" : "the object"} ${shown(value)}`;
}

function hint(condition: string): string {
  const [other] = namesInCondition(condition);
  if (other !== undefined)
    return `. $.${other} exists only if an earlier task has the reference name ${other}; its output is in $.${other}.output. $.output and $.input are this task's own.`;
  if (/\$\.output\.(?!response\b)/.test(condition)) return ". The response is in $.output.response.";
  return "";
}

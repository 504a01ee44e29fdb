import type { Verdict } from "@long-running-api/conductor/http-poll/verdict";
import { computedNumber, isJavaDouble } from "@long-running-api/conductor/json";
import type { AnswerSeen } from "../../../documents.ts";
import { words } from "../../words.ts";
import type { ConditionAnswer, ConditionQuestion } from "../../workers/condition-messages.ts";

/** An answer, and what Conductor does on it. */
export interface ConditionRow {
  readonly answer: AnswerSeen;
  readonly verdict: Verdict;
}

/** What `$` is for each answer: numbers are the engine's, and a whole number beyond 2^53 a BigInt. */
export function scopesOf(answers: readonly AnswerSeen[], input: unknown): ConditionQuestion["scopes"] {
  return answers.map(({ response }) => ({
    output: { response: forEngine(response) },
    input: forEngine(input),
  }));
}

function forEngine(value: unknown): unknown {
  if (isJavaDouble(value)) return Number(value);
  if (Array.isArray(value)) return value.map(forEngine);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, forEngine(member)]));
}

/** A result as Conductor receives it from its sandbox. */
export function evaluationOf(result: ConditionAnswer[number]): ConditionAnswer[number] {
  return "value" in result && typeof result.value === "number"
    ? { value: computedNumber(result.value) }
    : result;
}

/** The rows up to the one that ends the polling: no poll follows it. */
export function rowsOf(
  answers: readonly AnswerSeen[],
  results: ConditionAnswer,
  judge: (result: ConditionAnswer[number]) => Verdict,
): ConditionRow[] {
  const rows: ConditionRow[] = [];
  for (const [index, answer] of answers.entries()) {
    const result = results[index];
    if (!result) break;
    const verdict = judge(result);
    rows.push({ answer, verdict });
    if (verdict.kind !== "again") break;
  }
  return rows;
}

/** The one sentence about a condition. */
export function outcomeOf(rows: readonly ConditionRow[]): string {
  const { conditionLead: lead } = words.templates;
  const last = rows.at(-1);
  if (!last) return words.loading;
  if (last.verdict.kind === "done") return lead.ends(last.answer.poll);
  return last.verdict.kind === "again" ? lead.never : lead.fails(last.answer.poll);
}

/** A condition with a line for each part: definitions have it on one. `return` keeps what it returns on its line. */
export function readable(condition: string): string {
  const parts = /^\(function\s*\(\)\s*\{\s*return (.*?);?\s*\}\)\(\);?$/.exec(condition);
  if (!parts?.[1]) return condition;
  return `(function(){\n  return ${parts[1].replaceAll(" && ", " &&\n    ")};\n})();`;
}

import type { ConditionAnswer, ConditionQuestion } from "./condition-messages.ts";

// Evaluates what somebody typed. Its own Content-Security-Policy lets it evaluate code and load nothing: no network, no
// other script. The page ends it when it is late.

type Result = ConditionAnswer[number];

addEventListener("message", ({ data: { script, scopes } }: MessageEvent<ConditionQuestion>) => {
  postMessage(scopes.map((scope) => evaluate(script, scope)));
});

function evaluate(script: string, scope: Readonly<Record<string, unknown>>): Result {
  try {
    // Not bundled away: the value of the last statement, with `$` as its only name.
    const run = new Function("$", "return eval(arguments[1])") as (scope: unknown, text: string) => unknown;
    const value = run(structuredClone(scope), script);
    if (typeof value === "function" || typeof value === "symbol")
      return failure("TypeError", `The script returned a ${typeof value}, which is not JSON.`);
    if (value instanceof Promise)
      return failure("TypeError", "The script returned a Promise, which nobody waits for.");
    if (value === undefined || typeof value === "number") return { value };
    return { value: JSON.parse(JSON.stringify(value)) as unknown };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    return failure(name, message);
  }
}

function failure(name: string, message: string): Result {
  return { error: { name, message } };
}

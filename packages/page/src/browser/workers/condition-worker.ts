import type { ConditionAnswer, ConditionError, ConditionQuestion } from "./condition-messages.ts";

// Evaluates what somebody typed. Its own Content-Security-Policy lets it evaluate code and load nothing: no network, no
// other script. The page ends it when it is late.

type Result = ConditionAnswer[number];

addEventListener("message", ({ data: { script, scopes } }: MessageEvent<ConditionQuestion>) => {
  const results = scopes.map((scope) => evaluate(script, scope));
  const wrong = results.flatMap((each) =>
    "error" in each && each.error.name === "SyntaxError" ? each.error : [],
  )[0];
  if (!wrong) return postMessage(results);
  placeOf(script, wrong, (place) =>
    postMessage(results.map((each) => ("error" in each ? { error: { ...each.error, ...place } } : each))),
  );
});

/** An engine reports the position of a syntax error only when nothing catches it. */
function placeOf(
  script: string,
  { message }: ConditionError,
  found: (place: Pick<ConditionError, "line" | "column">) => void,
): void {
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    const isSame = event.message.endsWith(message) && event.lineno > 0;
    end(isSame ? { line: event.lineno, column: event.colno } : {});
  };
  const end = (place: Parameters<typeof found>[0]) => {
    removeEventListener("error", onError);
    found(place);
  };
  addEventListener("error", onError);
  setTimeout(() => {
    // biome-ignore lint/security/noGlobalEval: this worker is there to evaluate
    globalThis.eval(script);
    end({}); // the error came from what the script did, not from how it is written
  });
}

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

import type { ConditionAnswer, ConditionError, ConditionQuestion } from "./condition-messages.ts";

// Evaluates what was typed. Its own Content-Security-Policy lets it evaluate code and load nothing: no network, no
// other script. The page ends it when it is late.

type Result = ConditionAnswer[number];
type Scope = Readonly<Record<string, unknown>>;

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

/** What JavaScript itself defines. Conductor's scripts see nothing else: no console, no fetch, no timers. */
const language =
  /^(?:\$|globalThis|undefined|NaN|Infinity|eval|is(?:Finite|NaN)|parse(?:Float|Int)|(?:de|en)codeURI(?:Component)?|(?:un)?escape|atob|btoa|JSON|Math|Reflect|Proxy|Object|Function|Boolean|Symbol|Number|BigInt|Date|String|RegExp|Array|Iterator|(?:Weak)?(?:Map|Set)|WeakRef|FinalizationRegistry|Promise|DataView|(?:Shared)?ArrayBuffer|Atomics|\w*Array|\w*Error)$/;

/** The names that only a browser defines: as parameters without a value they are not in reach. */
const browserNames = [...new Set(["arguments", ...namesIn(globalThis)])].filter(
  (name) => /^[A-Za-z_]\w*$/.test(name) && !language.test(name),
);

function* namesIn(scope: object): Generator<string> {
  for (
    let at: unknown = scope;
    at instanceof Object && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  )
    yield* Object.getOwnPropertyNames(at);
}

/** As Conductor's sandbox: a script that computes with a BigInt and a number is evaluated once more, with numbers. */
function evaluate(script: string, scope: Scope): Result {
  const result = evaluateWith(script, scope);
  if (!("error" in result)) return result;
  const { name, message } = result.error;
  const isMixed = name === "TypeError" && /bigint/i.test(message) && !/serializ|JSON/.test(message);
  return isMixed ? evaluateWith(script, asNumbers(scope) as Scope) : result;
}

function asNumbers(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(asNumbers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asNumbers(member)]));
}

function evaluateWith(script: string, scope: Scope): Result {
  try {
    // Not bundled away: the value of the last statement, with `$` as its only name. `this` holds the script.
    const run = new Function("$", ...browserNames, "return eval(this.script)");
    const value: unknown = run.call({ script }, structuredClone(scope));
    if (typeof value === "function" || typeof value === "symbol")
      return failure("TypeError", `The script returned a ${typeof value}, which is not JSON.`);
    if (value instanceof Promise)
      return failure("TypeError", "The script returned a Promise, which is never awaited.");
    if (value === undefined || typeof value === "number" || typeof value === "bigint") return { value };
    return { value: JSON.parse(JSON.stringify(value)) as unknown };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    return failure(name, message);
  }
}

function failure(name: string, message: string): Result {
  return { error: { name, message } };
}

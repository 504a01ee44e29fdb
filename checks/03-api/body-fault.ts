import { short } from "../rules/gateway/json.ts";
import type { ClientAnswer } from "../rules/gateway/response.ts";
import type { Status } from "../rules/gateway/samples.ts";
import { statusIn } from "../rules/gateway/status-in.ts";

/** What is wrong, for the report. */
export type Fault = Record<"observed" | "leadsTo" | "hint", string>;

/** What keeps a poll from reading the status in GET's response. */
export function bodyFault(
  { body, json, fromTemplate }: Extract<ClientAnswer, { kind: "answered" }>,
  status: Status,
  conditionCopes: boolean,
): Fault | undefined {
  const pollsForever = "The workflow's condition never finds COMPLETED: it polls forever.";
  if (json === undefined)
    return {
      observed: `not valid JSON: ${short(body)}`,
      leadsTo: pollsForever,
      hint: /\{\w+=/.test(body)
        ? "$input.path and $util.parseJson return an object, which is printed as {name=value}; $input.json prints JSON."
        : /[{[,:]\s*\\"/.test(body)
          ? "There is a backslash before a quote that should start a string: $util.escapeJavaScript is for values inside quotes, not for complete JSON."
          : "Look for a missing or extra quote or brace around the values that the template inserts.",
    };
  const seen = statusIn(json);
  if (seen.place === "text" && !conditionCopes)
    return {
      observed: `body is a string that contains JSON: ${short(body)}`,
      leadsTo: `A string has no status property. The condition never matches, and the workflow polls forever.`,
      hint: fromTemplate
        ? "The function returns body as a string: $input.json puts that string in quotes; $input.path inserts it as is, so it becomes an object."
        : "The function creates body with json.dumps, and without a response template this string is passed through. A template can insert it without quotes, so that it becomes an object.",
    };
  if (seen.status !== status && !conditionCopes)
    return {
      observed: `${short(body)} when the status is ${status}`,
      leadsTo: seen.place === "nowhere" ? pollsForever : "The workflow ends too early or never.",
      hint:
        typeof json === "string"
          ? "The whole response is a string that contains JSON: $input.json puts a string in quotes; $input.path inserts it as is."
          : seen.place === "nowhere"
            ? "The response has no status where the condition looks."
            : seen.status === ""
              ? "The template looks for the status where the function's response has none: its body is a string, and $input.path does not read inside strings."
              : "The response should contain the function's own status.",
    };
  return undefined;
}

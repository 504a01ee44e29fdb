import { short } from "../rules/gateway/json.ts";
import type { ClientAnswer } from "../rules/gateway/response.ts";
import type { Status } from "../rules/gateway/samples.ts";
import { statusIn } from "../rules/gateway/status-in.ts";

export type Fault = Record<"observed" | "leadsTo" | "hint", string>;

/** What a poll would stumble over in the answer to GET. */
export function bodyFault(
  { body, json, fromTemplate }: Extract<ClientAnswer, { kind: "answered" }>,
  status: Status,
  conditionCopes: boolean,
): Fault | undefined {
  const pollsForEver = "The workflow's condition never finds COMPLETED: it polls for ever.";
  if (json === undefined)
    return {
      observed: `this, which is no JSON: ${short(body)}`,
      leadsTo: pollsForEver,
      hint: /\{\w+=/.test(body)
        ? "$input.path and $util.parseJson give an object, which prints as {name=value}; $input.json prints it as JSON."
        : /[{[,:]\s*\\"/.test(body)
          ? "There is a backslash before quotes that should begin a text: $util.escapeJavaScript is for what stands within quotes, not for what is JSON by itself."
          : "Look for a quote or brace too many or too few around what the template fills in.",
    };
  const seen = statusIn(json);
  if (seen.place === "text" && !conditionCopes)
    return {
      observed: `body is a text with JSON inside: ${short(body)}`,
      leadsTo: `In a text there is no body.status. ${pollsForEver}`,
      hint: fromTemplate
        ? "The function writes body as a text. A template gets it as a text too: $input.json puts it in quotes, $input.path inserts it as it is, and so as an object."
        : "The function writes body with json.dumps, and without a response template that text goes out as it is. A template can insert it without quotes, so that it becomes an object.",
    };
  if (seen.status !== status && !conditionCopes)
    return {
      observed: `${short(body)} when the status is ${status}`,
      leadsTo: seen.place === "nowhere" ? pollsForEver : "The workflow ends too early, or never.",
      hint:
        typeof json === "string"
          ? "The whole answer is a text with JSON inside: $input.json puts a text in quotes, $input.path writes it as it is."
          : seen.place === "nowhere"
            ? "The answer has no status where one is looked for."
            : seen.status === ""
              ? "The template looks for the status where the function's answer has none: its body is a text, and $input.path does not look into texts."
              : "The answer should carry the function's own status.",
    };
  return undefined;
}

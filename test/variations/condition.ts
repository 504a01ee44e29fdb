import type { Change } from "../../instructor/faults/change/change.ts";
import { changeCondition, redefine } from "../../instructor/faults/change/workflow.ts";
import type { Variation } from "./variation.ts";

const status = "$.output.response.body.body.status";

/** Other conditions that end polling at the right response. */
export const conditionVariations: readonly Variation[] = [
  { story: "A condition with ===.", change: condition(`${status} === "COMPLETED"`) },
  { story: "A condition with indexOf.", change: condition(`${status}.indexOf("COMPLETED") >= 0`) },
  { story: "A condition that returns 1 or 0.", change: condition(`${status} == "COMPLETED" ? 1 : 0`) },
  {
    story: "A condition that returns -1 for a job that failed.",
    change: condition(
      `(() => { const s = ${status}; return s === "COMPLETED" ? 1 : s === "FAILED" ? -1 : 0; })()`,
    ),
  },
  {
    story: "A condition over several lines, with comments.",
    change: condition(
      `(function () {\n  // what the function noted\n  var body = $.output.response.body.body;\n  if (!body) { return false; }\n  return body.status == "COMPLETED";\n})();`,
    ),
  },
  {
    story: "A condition with an arrow function and ?.",
    change: condition(`(() => $.output.response.body?.body?.status === "COMPLETED")()`),
  },
  {
    story: "A condition that tests the inner statusCode too.",
    change: condition(`$.output.response.body.statusCode == 200 && ${status} == "COMPLETED"`),
  },
  {
    story: "A condition that stops for COMPLETED and for FAILED.",
    change: condition(`["COMPLETED", "FAILED"].includes(${status})`),
  },
  { story: "A condition of several statements.", change: condition(`var s = ${status}; s == "COMPLETED";`) },
  {
    story: "A condition with a regular expression.",
    change: condition(`/^(COMPLETED|FAILED)$/.test(${status})`),
  },
  {
    story: "A condition with try and catch.",
    change: condition(
      `(function () { try { return ${status} === "COMPLETED"; } catch (e) { return false; } })()`,
    ),
  },
];

function condition(text: string): Change {
  return redefine(changeCondition(() => text));
}

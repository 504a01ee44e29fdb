import { fromJson } from "@long-running-api/jsonpath/from-json";
import { newMeter } from "@long-running-api/jsonpath/meter";
import { parseTemplate, TemplateError } from "../../src/templates/index.ts";
import { inputVariable } from "../../src/templates/input-variable.ts";
import { render } from "../../src/templates/render.ts";
import type { Answer, Oracle, Question } from "./oracle.ts";

/** Renders with Velocity and with our interpreter; returns the differences and how many templates Velocity rendered. */
export async function compare(oracle: Oracle, questions: readonly Question[]) {
  if (oracle.why !== undefined) throw new Error(oracle.why);
  const answers = await oracle.ask(questions);
  const differing = questions.flatMap((question, index) => {
    const [wanted, got] = [answers[index], ours(question)];
    return wanted?.output === got.output ? [] : [{ question, wanted, got }];
  });
  return { differing, rendered: answers.filter(({ output }) => output !== undefined).length };
}

function ours(question: Question): Answer {
  const meter = newMeter();
  const pairs = Object.entries(question.variables).map(([name, value]) => [name, fromJson(value)] as const);
  const noParams = { path: {}, querystring: {}, header: {} };
  const context = new Map([
    ...pairs,
    ["input", inputVariable(question.body ?? "", noParams, meter)] as const,
  ]);
  const missing = question.missing === undefined ? null : "";
  try {
    return { output: render(parseTemplate(question.template), context, meter, missing) };
  } catch (error) {
    if (error instanceof TemplateError) return { error: error.message };
    throw error;
  }
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { TemplateError } from "../../../local/aws/apigateway/vtl/errors.ts";
import { fromJson } from "../../../local/aws/apigateway/vtl/from-json.ts";
import { inputVariable } from "../../../local/aws/apigateway/vtl/input-variable.ts";
import { newMeter } from "../../../local/aws/apigateway/vtl/meter.ts";
import { parseTemplate } from "../../../local/aws/apigateway/vtl/parse.ts";
import { render } from "../../../local/aws/apigateway/vtl/render.ts";
import { type Answer, openOracle, type Question } from "./oracle.ts";
import { body, soups, templates, variables } from "./templates.ts";

// Equality with Apache Velocity 1.7, each template both as Velocity renders it and with what an invalid reference is worth
// in API Gateway. TEMPLATE_SEED=n tries others.
const seed = Number(process.env["TEMPLATE_SEED"] ?? 17);
const oracle = await openOracle();

test("renders 5,000 generated templates as Velocity 1.7 does", async ({ skip }) => {
  skip(oracle.why !== undefined, oracle.why);
  const { rendered, differing } = await compare(fc.sample(templates, { numRuns: 2500, seed }));
  expect(differing).toEqual([]);
  expect(rendered).toBeGreaterThan(3500);
});

test("refuses and accepts what Velocity 1.7 does, of 5,000 heaps of pieces", async ({ skip }) => {
  skip(oracle.why !== undefined, oracle.why);
  const { rendered, differing } = await compare(fc.sample(soups, { numRuns: 2500, seed }));
  expect(differing).toEqual([]);
  expect(rendered).toBeGreaterThan(1000);
});

async function compare(sources: readonly string[]) {
  if (oracle.why !== undefined) throw new Error(oracle.why);
  const questions = sources.flatMap((template): Question[] => [
    { template, variables, body },
    { template, variables, body, missing: "" },
  ]);
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

import { readVectorFile } from "@long-running-api/test-support/vectors";
import { expect, test } from "vitest";
import { renderTemplate, type TemplateInput } from "./index.ts";

// Recorded on AWS, observed or documented; each vector names its source.
interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly phase: TemplateInput["phase"];
  readonly template: string;
  readonly input: Pick<TemplateInput, "body" | "params">;
  readonly context?: Record<string, unknown>;
  readonly stageVariables?: Record<string, string>;
  readonly expect: {
    readonly output?: string;
    readonly json?: unknown;
    readonly requestOverride?: unknown;
    readonly responseOverride?: unknown;
  };
}

const vectors = ["api-gateway.json", "api-gateway-recorded.json"].flatMap((name) => {
  const read = JSON.parse(readVectorFile(name)) as { vectors: Vector[] };
  return read.vectors.filter(({ kind }) => kind === "vtl");
});

test("there are vectors to run", () => {
  expect(vectors.length).toBeGreaterThan(50);
});

test.each(vectors)(
  "$id $title",
  ({ phase, template, input, context = {}, stageVariables = {}, expect: expected }) => {
    const rendered = renderTemplate({ phase, template, ...input, context, stageVariables });
    if (expected.output !== undefined) expect(rendered.output).toBe(expected.output);
    if (expected.json !== undefined) expect(JSON.parse(rendered.output)).toEqual(expected.json);
    if (expected.requestOverride !== undefined)
      expect(rendered.requestOverride).toEqual(expected.requestOverride);
    if (expected.responseOverride !== undefined)
      expect(rendered.responseOverride).toEqual(expected.responseOverride);
  },
);

import { judgeCondition } from "@long-running-api/conductor/http-poll/verdict";
import { createSandbox, sandboxSettings } from "@long-running-api/conductor/sandbox";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { evaluationOf, scopesOf } from "../src/browser/views/templates/condition-rows.ts";
import type { ConditionAnswer } from "../src/browser/workers/condition-messages.ts";

const sandbox = createSandbox(sandboxSettings);
/** A name, because the worker is compiled for the browser. */
const worker = "../src/browser/workers/condition-worker.ts";
let ask: (event: { data: unknown }) => void;
let answer: ConditionAnswer = [];

beforeAll(async () => {
  vi.stubGlobal("addEventListener", (_: string, listener: typeof ask) => {
    ask = listener;
  });
  vi.stubGlobal("postMessage", (message: ConditionAnswer) => {
    answer = structuredClone(message);
  });
  await import(worker);
});

afterAll(async () => {
  vi.unstubAllGlobals();
  await sandbox.close();
});

const body = { n: 1234567890123456789n, d: 0.1, list: [1, 2], text: "é😀" };
const response = { statusCode: 200, reasonPhrase: "OK", headers: { "X-A": ["1"] }, body };

test.each([
  "$.output.response.body.n",
  "$.output.response.body.n === 1234567890123456789",
  "$.output.response.body.n + 1",
  "$.output.response.body.n > 5 ? -1 : 0",
  "-0",
  "10n",
  "123456789012345678901234567890",
  "$.output.response.body.d + 0.2",
  "$.output.response.reasonPhrase == 'OK' && $.output.response.headers['X-A'].length",
  "$.output.response.body.text.length",
])("the page says what Conductor does: %s", async (script) => {
  const scopes = scopesOf([{ poll: 1, response }], {});
  ask({ data: { script, scopes: structuredClone(scopes) } });
  const [given] = answer;
  expect(given && judgeCondition(script, evaluationOf(given))).toEqual(
    judgeCondition(script, await sandbox.evaluate(script, { output: { response }, input: {} })),
  );
});

import { InvokeCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { openProbeContext, type ProbeContext } from "../engine/probe-context.ts";
import { askStatus } from "./ask-function.ts";
import { lambda } from "./clients.ts";

const late = new DOMException("No answer within 15 s.", "TimeoutError");
const payload = '{"statusCode":404}';

test("a function that starts slowly is asked again before it is called slow", async () => {
  expect(await askStatus(contextOf([late, payload]), "f")).toEqual({ payload });
});

test("a function that is slow twice is slow", async () => {
  expect((await askStatus(contextOf([late, late]), "f")).error?.type).toBe("Slow");
});

/** A context whose Lambda answers in turn. */
function contextOf(answers: (Error | string)[]): ProbeContext {
  const send = async () => {
    const answer = answers.shift();
    if (typeof answer !== "string") throw answer;
    return { Payload: new TextEncoder().encode(answer) };
  };
  const context = openProbeContext({ target: {}, names: {} } as Parameters<typeof openProbeContext>[0]);
  const ask = (async (probe: unknown) =>
    probe === lambda ? { client: { send }, InvokeCommand } : "unknown-id") as ProbeContext["ask"];
  return { ...context, ask };
}

import type { Method } from "@aws-sdk/client-api-gateway";
import { type Call, mapRequest } from "@long-running-api/api-gateway";
import { afterAll, expect, test } from "vitest";
import { contextVariables } from "./context.ts";
import { createMapper } from "./mapper.ts";
import { createMappingThreads } from "./mapping-threads.ts";

const threads = createMappingThreads();
afterAll(() => threads.close());

const call: Call = {
  method: "POST",
  path: "/",
  pathParameters: {},
  headers: [],
  query: [],
  body: Buffer.from('{"requestId": "12345"}'),
  context: contextVariables({
    accountId: "000000000000",
    region: "us-east-1",
    apiId: "abc",
    deploymentId: "d",
    stage: "test",
    method: "POST",
    path: "/",
    protocol: "HTTP/1.1",
    host: "localhost",
    sourceIp: "127.0.0.1",
    userAgent: undefined,
    now: new Date(0),
  }),
  stageVariables: {},
  binaryMediaTypes: [],
};

const methodWith = (template: string): Method => ({
  methodIntegration: { type: "MOCK", requestTemplates: { "application/json": template } },
});

const heavy = "#foreach($i in [1..300])#foreach($j in [1..1000])#set($x = $i * $j)#end#end$input.json('$')";

test("a mapping that exceeds its slice runs in a thread, with the same outcome, and blocks no other caller", async () => {
  const mapper = createMapper(threads);
  const begun = performance.now();
  let last = begun;
  let longestGap = 0;
  const ticks = setInterval(() => {
    longestGap = Math.max(longestGap, performance.now() - last);
    last = performance.now();
  }, 1);
  const outcome = await mapper.request(methodWith(heavy), call);
  clearInterval(ticks);
  expect(outcome).toMatchObject({ request: { body: '{"requestId":"12345"}' } });
  expect(outcome).toEqual(mapRequest(methodWith(heavy), call));
  expect(longestGap).toBeLessThan((performance.now() - begun) / 2);
});

test("a method that was slow once goes straight to a thread", async () => {
  let looks = 0;
  const now = () => {
    looks += 1;
    return looks * 10;
  };
  const mapper = createMapper(threads, now);
  const method = methodWith(heavy);
  await mapper.request(method, call);
  const before = looks;
  await mapper.request(method, call);
  expect(looks).toBe(before + 1);
});

test("a light mapping runs on the main thread, synchronously", () => {
  const mapper = createMapper({
    ask: () => Promise.reject(new Error("no thread is needed")),
    close: () => Promise.resolve(),
  });
  expect(mapper.request(methodWith("$input.json('$.requestId')"), call)).toMatchObject({
    request: { body: '"12345"' },
  });
});

test("a pattern that backtracks endlessly is stopped by its step limit", async () => {
  const method: Method = {
    methodIntegration: {
      type: "AWS",
      uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations",
      integrationResponses: { "500": { statusCode: "500", selectionPattern: "(a+)+b" } },
    },
    methodResponses: { "500": {} },
  };
  const answer = {
    status: 200,
    headers: [],
    body: Buffer.from(JSON.stringify({ errorMessage: "a".repeat(34) })),
  };
  const outcome = await createMapper(threads).response(method, call, answer);
  expect(outcome).toMatchObject({ failure: { reason: expect.stringContaining('"(a+)+b"') } });
});

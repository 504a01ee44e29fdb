import type { Recorded } from "@long-running-api/local-aws/journal";
import { expect, test } from "vitest";
import { aboutRequest } from "./about-request.ts";

const call = "5f8c1f4e-0000-4000-8000-000000000001";
const invocation = "5f8c1f4e-0000-4000-8000-000000000002";
const time = "2026-01-01T00:00:00.000Z";
const entries: Recorded[] = [
  { number: 1, time, kind: "template", requestId: call, body: '{"requestId":"order-7"}' },
  { number: 2, time, kind: "execute", requestId: call, path: "/invoke-lambda" },
  { number: 3, time, kind: "function", message: `START RequestId: ${invocation} Version: $LATEST` },
  { number: 4, time, kind: "function", message: `${time}\t${invocation}\tINFO\torder-7 is PROCESSING` },
  { number: 5, time, kind: "aws", operation: "ListTables" },
  { number: 6, time, kind: "execute", requestId: "other", path: "/order-8" },
];

test("the entries that contain the id, with the whole call and the whole invocation they belong to", () => {
  expect(aboutRequest("order-7")(entries).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  expect(aboutRequest(call)(entries).map(({ number }) => number)).toEqual([1, 2]);
  expect(aboutRequest("nobody")(entries)).toEqual([]);
});

test("an id found in one batch selects entries in the next", () => {
  const about = aboutRequest("order-7");
  about(entries.slice(0, 1));
  expect(about(entries.slice(1, 2)).map(({ number }) => number)).toEqual([2]);
});

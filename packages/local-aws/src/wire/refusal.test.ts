import { cbor } from "@smithy/core/cbor";
import { expect, test } from "vitest";
import { AwsError } from "../action.ts";
import { refusalFor } from "./refusal.ts";
import type { WireRequest } from "./wire.ts";

const error = new AwsError("UnknownOperationException", "s3 & co. are missing", 501);

function refusal(service: string, request: Partial<WireRequest>) {
  const plain = {
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  };
  const { status, headers, body } = refusalFor(
    { ...plain, ...request },
    { service, error, requestId: "r-1" },
  );
  expect(status).toBe(501);
  return { type: headers["Content-Type"], code: headers["x-amzn-ErrorType"], body };
}

const fields = { __type: error.code, message: error.message };
const inXml = "<Code>UnknownOperationException</Code><Message>s3 &#38; co. are missing</Message>";
const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };

// What each kind of client reads was tried with the AWS CLI: test/examples.test.ts does so again.
test.each([
  [
    "json 1.0",
    "sqs",
    { headers: { "x-amz-target": "AmazonSQS.ListQueues", "content-type": "application/x-amz-json-1.0" } },
    "application/x-amz-json-1.0",
  ],
  [
    "json 1.1",
    "ssm",
    { headers: { "x-amz-target": "AmazonSSM.GetParameter", "content-type": "application/x-amz-json-1.1" } },
    "application/x-amz-json-1.1",
  ],
  ["rest-json", "scheduler", { method: "GET", path: "/schedules" }, "application/json"],
] as const)("%s: a JSON object with the code", (_, service, request, type) => {
  const { body, ...answer } = refusal(service, request);
  expect(answer.type).toBe(type);
  expect(JSON.parse(String(body))).toEqual(fields);
  if (type === "application/json") expect(answer.code).toBe(error.code);
});

test.each([
  [
    "query, as a form",
    "sns",
    { headers: form, body: Buffer.from("Version=1&Action=ListTopics") },
    `<ErrorResponse><Error><Type>Sender</Type>${inXml}</Error><RequestId>r-1</RequestId></ErrorResponse>`,
  ],
  [
    "query, in the URL",
    "sns",
    { method: "GET", query: new URLSearchParams("Action=ListTopics") },
    `<ErrorResponse><Error><Type>Sender</Type>${inXml}</Error><RequestId>r-1</RequestId></ErrorResponse>`,
  ],
  [
    "ec2",
    "ec2",
    { headers: form, body: Buffer.from("Action=DescribeInstances") },
    `<Response><Errors><Error>${inXml}</Error></Errors><RequestID>r-1</RequestID></Response>`,
  ],
  [
    "rest-xml",
    "route53",
    { method: "GET", path: "/2013-04-01/hostedzone" },
    `<ErrorResponse><Error><Type>Sender</Type>${inXml}</Error><RequestId>r-1</RequestId></ErrorResponse>`,
  ],
  ["S3", "s3", { method: "GET", path: "/bucket" }, `<Error>${inXml}<RequestId>r-1</RequestId></Error>`],
  [
    "S3 of directory buckets",
    "s3express",
    { method: "GET" },
    `<Error>${inXml}<RequestId>r-1</RequestId></Error>`,
  ],
  [
    "S3 Control",
    "s3",
    { method: "GET", path: "/v20180820/jobs" },
    `<ErrorResponse><Error><Type>Sender</Type>${inXml}</Error><RequestId>r-1</RequestId></ErrorResponse>`,
  ],
  ["HEAD, which has no body", "s3", { method: "HEAD", path: "/bucket/key" }, ""],
] as const)("%s: XML in the service's shape", (_, service, request, body) => {
  expect(refusal(service, request)).toEqual({ type: "text/xml", code: undefined, body });
});

test("rpc-v2-cbor: a CBOR map", () => {
  const path = "/service/GraniteServiceVersion20100801/operation/ListMetrics";
  const { type, body } = refusal("monitoring", { path, headers: { "smithy-protocol": "rpc-v2-cbor" } });
  expect(type).toBe("application/cbor");
  expect(cbor.deserialize(Buffer.from(body))).toEqual(fields);
});

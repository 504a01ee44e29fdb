import net from "node:net";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await openTestCloud();
});
afterAll(() => cloud.close());

test("500 open connections, idle or in the middle of a request, do not block other clients", async () => {
  const { hostname, port } = new URL(cloud.access.endpoint);
  const begun = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n";
  const sockets = await Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const socket = net.connect(Number(port), hostname);
      socket.on("error", () => {}); // the cloud may end them
      await new Promise((resolve) => socket.once("connect", resolve));
      if (index % 3 > 0) socket.write(begun);
      if (index % 3 > 1) socket.write("\r\n{");
      return socket;
    }),
  );
  try {
    const client = new DynamoDBClient(cloud.access);
    const answers = Array.from({ length: 50 }, () => client.send(new ListTablesCommand()));
    expect((await Promise.all(answers)).map(({ TableNames }) => TableNames)).toEqual(
      Array.from({ length: 50 }, () => []),
    );
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

test("no end is announced to an idle connection, since it has none", async () => {
  for (const path of ["/_local/status", "/api/metadata/workflow", "/"]) {
    const answer = await fetch(`${cloud.access.endpoint}${path}`);
    expect(answer.headers.get("connection")).toBe("keep-alive");
    expect(answer.headers.get("keep-alive")).toBeNull();
    await answer.text();
  }
});

test("an absurdly large body gets an error message, and the next request is served", async () => {
  const body = Buffer.alloc(75 * 1024 * 1024, "x");
  const answer = await fetch(cloud.access.endpoint, { method: "POST", body });
  expect(answer.status).toBe(413);
  expect(await answer.text()).toContain("The request body is too large");
  // As recorded: localstack/localstack tests/aws/services/lambda_/test_lambda_api.py::TestLambdaSizeLimits::test_oversized_request_create_lambda
  const create = new CreateFunctionCommand({
    FunctionName: "f",
    Role: "r",
    Code: { ZipFile: body.subarray(0, 53e6) },
  });
  expect(await refusalOf(new LambdaClient(cloud.access).send(create))).toEqual({
    name: "RequestEntityTooLargeException",
    message: "Request must be smaller than 70167211 bytes for the CreateFunction operation",
    status: 413,
  });
  const { TableNames } = await new DynamoDBClient(cloud.access).send(new ListTablesCommand());
  expect(TableNames).toEqual([]);
});

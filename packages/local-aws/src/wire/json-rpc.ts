import { AwsError } from "../action.ts";
import { fromJson, toJson } from "./shape.ts";
import type { Operation, Wire } from "./wire.ts";

/** awsJson1_0 and 1_1: CloudWatch Logs and tagging. The operation is in X-Amz-Target. */
export function jsonRpc(operations: ReadonlyMap<string, Operation>, version: "1.0" | "1.1"): Wire {
  const headers = { "Content-Type": `application/x-amz-json-${version}` };
  return {
    decode(request) {
      const name = request.headers["x-amz-target"]?.split(".")[1] ?? "";
      const operation = operations.get(name);
      if (!operation)
        throw new AwsError(
          "UnknownOperationException",
          `No operation of this service is called ${name || "nothing: X-Amz-Target is missing"}.`,
        );
      return {
        operation: name,
        input: fromJson(operation.input, parse(request.body)) as Record<string, unknown>,
      };
    },
    encode: (operation, output) => ({
      status: 200,
      headers,
      body: JSON.stringify(toJson(operation.output, output ?? {})) ?? "{}",
    }),
    error: (error) => ({
      status: error.status,
      headers,
      body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
    }),
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8") || "{}");
  } catch {
    throw new AwsError("SerializationException", "The request body is not valid JSON.");
  }
}

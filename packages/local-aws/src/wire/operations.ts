import { NormalizedSchema } from "@smithy/core/schema";
import type { Operation } from "./wire.ts";

const operationSchemaTag = 9;

/** Every operation with a schema in an SDK client's module, by name. */
export function operationsOf(client: object): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const candidate of Object.values(client)) {
    if (!Array.isArray(candidate) || candidate[0] !== operationSchemaTag) continue;
    const operation = describe(candidate as OperationSchema);
    operations.set(operation.name, operation);
  }
  return operations;
}

const errorSchemaTag = -3;

/** The name of the message member of each error in an SDK client's module: Lambda uses both `message` and `Message`. */
export function messageNamesOf(client: object): Map<string, string> {
  const names = new Map<string, string>();
  for (const candidate of Object.values(client)) {
    if (!Array.isArray(candidate) || candidate[0] !== errorSchemaTag) continue;
    const [, , name, , members] = candidate as [-3, string, string, unknown, string[]];
    const own = members.find((member) => member.toLowerCase() === "message");
    if (own !== undefined) names.set(name, own);
  }
  return names;
}

type OperationSchema = [
  9,
  namespace: string,
  name: string,
  traits: { http?: [string, string, number] } | number,
  input: unknown,
  output: unknown,
];

function describe([, , name, traits, input, output]: OperationSchema): Operation {
  const http = typeof traits === "object" ? traits.http : undefined;
  return {
    name,
    input: NormalizedSchema.of(input as Parameters<typeof NormalizedSchema.of>[0]),
    output: NormalizedSchema.of(output as Parameters<typeof NormalizedSchema.of>[0]),
    ...(http ? { http: { method: http[0], path: http[1], status: http[2] } } : {}),
  };
}

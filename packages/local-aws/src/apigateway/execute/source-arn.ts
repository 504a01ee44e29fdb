import type { Routed } from "./exchange.ts";

/** The ARN of the calling stage and method, for a function's policy. */
export function sourceArn({ api: { api }, context, stage, method }: Routed): string {
  const { httpMethod } = method.method;
  return `arn:aws:execute-api:${api.region}:${context.accountId}:${api.id}/${stage.name}/${httpMethod === "ANY" ? context.httpMethod : httpMethod}${method.resource.path}`;
}

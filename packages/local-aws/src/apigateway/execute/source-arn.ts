import type { Routed } from "./exchange.ts";

/** Which method of which stage calls: what a function's policy is asked about. */
export function sourceArn({ api: { api }, context, stage, method }: Routed): string {
  const { httpMethod } = method.method;
  return `arn:aws:execute-api:${api.region}:${context.accountId}:${api.id}/${stage.name}/${httpMethod === "ANY" ? context.httpMethod : httpMethod}${method.resource.path}`;
}

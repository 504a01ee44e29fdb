import { executeApiArn } from "@long-running-api/api-gateway";
import type { Routed } from "./exchange.ts";

/** The ARN of the calling stage and method, for a function's policy. */
export function sourceArn({ api: { api }, context, stage, method }: Routed): string {
  const httpMethod = method.method.httpMethod === "ANY" ? context.httpMethod : method.method.httpMethod;
  const place = { region: api.region, accountId: context.accountId, apiId: api.id };
  return executeApiArn(place, `/${stage.name}/${httpMethod}${method.resource.path}`);
}

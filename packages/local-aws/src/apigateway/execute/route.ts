import { findRoute, missingToken } from "@long-running-api/api-gateway";
import type { Exchange, Routed } from "./exchange.ts";

/** Finds the resource and method; the Test tab names them. */
export function routeCall(exchange: Exchange): Routed {
  const { arrival, api, request } = exchange;
  if (arrival.kind === "test") return { ...exchange, method: arrival.method };
  const found = findRoute(api.root, request.method, request.path);
  if (!found) {
    throw missingToken();
  }
  const { method, pathParameters } = found;
  exchange.trace.method = method.method;
  const { id: resourceId, path: resourcePath } = method.resource;
  return {
    ...exchange,
    method,
    pathParameters,
    context: { ...exchange.context, resourceId, resourcePath },
  };
}

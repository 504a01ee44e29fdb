import { headerOf, type Pairs } from "./headers.ts";

/** The invocation type that a request to Lambda asks for; Lambda rejects an unknown one. */
export function invocationTypeOf(headers: Pairs): string {
  return headerOf(headers, "x-amz-invocation-type") ?? "RequestResponse";
}

/** The invocation types that Lambda accepts. */
export const invocationTypes = ["Event", "RequestResponse", "DryRun"] as const;

/** The event that Lambda passes to the function for a request's body; an empty body counts as an empty object. */
export function eventTextOf(body: Uint8Array | string): Uint8Array | string {
  return body.length === 0 ? "{}" : body;
}

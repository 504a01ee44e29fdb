import { headerOf, type Pairs } from "./headers.ts";

/** The header of a request to Lambda that holds the invocation type, in lower case. */
export const invocationHeader = "x-amz-invocation-type";

/** The invocation type that a request to Lambda asks for; Lambda rejects an unknown one. */
export function invocationTypeOf(headers: Pairs): string {
  return headerOf(headers, invocationHeader) ?? "RequestResponse";
}

/** The invocation types that Lambda accepts. */
export const invocationTypes = ["Event", "RequestResponse", "DryRun"] as const;

/** The event that Lambda passes to the function for a request's body; an empty body counts as an empty object. */
export function eventTextOf(body: Uint8Array | string): Uint8Array | string {
  return body.length === 0 ? "{}" : body;
}

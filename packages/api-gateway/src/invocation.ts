import { headerOf, type Pairs } from "./headers.ts";

/** How a request to Lambda asks for the function to be invoked; Lambda refuses a type that it does not know. */
export function invocationTypeOf(headers: Pairs): string {
  return headerOf(headers, "x-amz-invocation-type") ?? "RequestResponse";
}

/** The types that Lambda knows. */
export const invocationTypes = ["Event", "RequestResponse", "DryRun"] as const;

/** What Lambda gives the function for a request's body: an empty one counts as an empty object. */
export function eventTextOf(body: Uint8Array | string): Uint8Array | string {
  return body.length === 0 ? "{}" : body;
}

import type { HttpRequestSpec } from "../http/build.ts";
import type { HttpResponseRecord } from "../http/judge.ts";

/** Where a 202 response sends the next poll; undefined if it does not, or must not: another origin must not get our headers. */
export function locationIn(response: HttpResponseRecord, from: string): string | undefined {
  const location = headerIn(response, "location");
  if (response.statusCode !== 202 || location === undefined || !URL.canParse(location, from))
    return undefined;
  const target = new URL(location, from);
  return target.origin === new URL(from).origin ? target.href : undefined;
}

/** The request of a poll that follows a Location: a status monitor is read with GET, whatever method started the job. */
export function requestAt(request: HttpRequestSpec, location: string | undefined): HttpRequestSpec {
  if (location === undefined) return request;
  const { body: _, ...rest } = request;
  return { ...rest, method: "GET", uri: location, encode: false };
}

/** The first value of a response's header. */
export function headerIn({ headers }: HttpResponseRecord, wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1][0];
}

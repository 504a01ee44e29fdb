import { ConductorError } from "@long-running-api/conductor/error";
import type { Routes } from "./http.ts";

/** The handler of a request, with the path parameters. */
export interface Match {
  readonly route: string;
  readonly answer: Routes[string];
  readonly params: Record<string, string>;
}

/** Finds the handler; throws the server's 404 or 405. The first match wins. */
export function makeRouter(routes: Routes): (method: string, path: string) => Match {
  const known = Object.entries(routes).map(([route, answer]) => {
    const [method = "", path = ""] = route.split(" ");
    return { route, answer, method, segments: path.split("/") };
  });

  return (method, path) => {
    const segments = path.split("/");
    let otherMethod = false;
    for (const { route, answer, ...candidate } of known) {
      const params = match(candidate.segments, segments);
      if (params && candidate.method === method) return { route, answer, params };
      otherMethod ||= params !== undefined;
    }
    if (otherMethod) throw new ConductorError(405, `Request method '${method}' is not supported`);
    throw new ConductorError(404, `No static resource ${path.slice(1)}.`);
  };
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{") && segment !== "") params[part.slice(1, -1)] = decode(segment);
    else if (part !== segment) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ConductorError(
      400,
      `The path has a "%" that is not followed by two hexadecimal digits: ${segment}`,
    );
  }
}

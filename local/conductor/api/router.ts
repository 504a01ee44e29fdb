import { ConductorError } from "../error.ts";
import type { Route } from "./http.ts";

/** The route of a request and what its path says. */
export interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/** Finds the route of a request; throws the server's 404 or 405. Of two that fit, the one listed first is taken. */
export function makeRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const known = routes.map((route) => {
    const [method = "", path = ""] = route.route.split(" ");
    return { route, method, segments: path.split("/") };
  });

  return (method, path) => {
    const segments = path.split("/");
    let otherMethod = false;
    for (const candidate of known) {
      if (candidate.segments.length !== segments.length) continue;
      const params = match(candidate.segments, segments);
      if (!params) continue;
      if (candidate.method === method) return { route: candidate.route, params };
      otherMethod = true;
    }
    if (otherMethod) throw new ConductorError(405, `Request method '${method}' is not supported`);
    throw new ConductorError(404, `No static resource ${path.slice(1)}.`);
  };
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) {
      if (segment === "") return undefined;
      params[part.slice(1, -1)] = decode(segment);
    } else if (part !== segment) return undefined;
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

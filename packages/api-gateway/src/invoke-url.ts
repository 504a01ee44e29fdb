/** A call of a deployed API: the API, the stage, and the remaining path, undecoded. */
export interface InvokeTarget {
  apiId: string;
  stage: string;
  path: string;
  /** Only if the host name contains it. */
  region?: string;
}

const forms = [
  /^\/_aws\/execute-api\/([^/]+)\/([^/?]+)(\/[^?]*)?/,
  /^\/restapis\/([^/]+)\/([^/?]+)\/_user_request_(\/[^?]*)?/,
];

/**
 * Reads the forms of an invoke URL that tools expect of a local cloud (LocalStack's convention) and the host
 * names of AWS itself. Undefined for any other URL.
 */
export function readInvokeUrl(host: string, url: string): InvokeTarget | undefined {
  const named = invokeHost(host);
  if (named) {
    const [, stage = "", path = "/"] = /^\/+([^/?]*)(\/[^?]*)?/.exec(url) ?? [];
    return { ...named, stage, path };
  }
  for (const form of forms) {
    const found = form.exec(url);
    if (found) return { apiId: found[1] ?? "", stage: found[2] ?? "", path: found[3] ?? "/" };
  }
  return undefined;
}

/** AWS's host name of an API. */
export function executeApiHost({ apiId, region }: { apiId: string; region: string }): string {
  return `${apiId}.execute-api.${region}.amazonaws.com`;
}

/** The invoke URL of a stage in a local cloud that listens at `endpoint`. */
export function localInvokeUrl(
  endpoint: string,
  { apiId, stage }: Pick<InvokeTarget, "apiId" | "stage">,
): string {
  return `${endpoint.replace(/\/$/, "")}/_aws/execute-api/${apiId}/${stage}`;
}

/** The API in a host name of the form `{apiId}.execute-api.{region}.amazonaws.com` or `….localhost`. */
export function invokeHost(host: string): { apiId: string; region?: string } | undefined {
  const name = hostname(host);
  if (!name.includes(".execute-api.")) return undefined;
  const found = /^([a-z0-9]+)\.execute-api\.(?:localhost|([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?)$/.exec(name);
  if (!found) return undefined;
  const [, apiId = "", region] = found;
  return { apiId, ...(region === undefined ? {} : { region }) };
}

/** A Host header without its port, in lower case. */
export function hostname(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, "");
}

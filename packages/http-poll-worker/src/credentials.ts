import { hostOfRequest } from "@long-running-api/conductor/host-places";
import type { HttpRequestSpec } from "@long-running-api/conductor/http-request";
import { asObject, isObject } from "@long-running-api/foundation/objects";
import { createFileReader } from "./changing-file.ts";

/**
 * Credentials for the polled APIs, which a task names in `http_request.credential`: definitions and executions hold the
 * name only. Each is sent to its own hosts only, so that a definition cannot send it elsewhere.
 */
export interface Credentials {
  addTo(request: HttpRequestSpec): Promise<{ request: HttpRequestSpec } | { problem: string }>;
}

/** A credential in the file, under its name. */
interface Credential {
  /** `api.example.com`, `api.example.com:8443` or `*.example.com`. */
  readonly hosts: readonly string[];
  /** `Authorization` by default. */
  readonly header?: string;
  /** The header's value. */
  readonly value?: string;
  /** Instead: the file that holds it, for a secret that something else rotates. */
  readonly valueFile?: string;
  /** Instead: the environment variable that holds it. */
  readonly valueEnvironment?: string;
}

export interface CredentialSource {
  /** A JSON file: names and credentials. */
  readonly file: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Files are read again when they have changed. */
export function createCredentials({ file, environment }: CredentialSource): Credentials {
  const read = createFileReader();

  async function secretOf({ value, valueFile, valueEnvironment }: Credential): Promise<string | undefined> {
    if (valueFile !== undefined) return (await read(valueFile)).trim();
    return valueEnvironment === undefined ? value : environment[valueEnvironment];
  }

  return {
    async addTo(request) {
      const { credential: name, ...rest } = request as HttpRequestSpec & { credential?: unknown };
      if (name === undefined || name === null) return { request: rest };
      const problem = (what: string) => ({
        problem: `http_request.credential ${JSON.stringify(name)}: ${what}`,
      });
      if (file === undefined) return problem("the worker has no file of credentials.");
      try {
        const known = readCredentials(await read(file));
        const credential = known.get(String(name));
        if (!credential) return problem("the worker has no credential of this name.");
        const host = hostOfRequest(request);
        const port = /^https:/i.test(String(request.uri)) ? 443 : 80;
        if (!credential.hosts.some((pattern) => fits(pattern.toLowerCase(), host, port)))
          return problem(`it may not be sent to ${host}.`);
        const value = await secretOf(credential);
        if (value === undefined || value === "") return problem("its value is missing.");
        return { request: { ...rest, headers: withHeader(rest.headers, credential.header, value) } };
      } catch (error) {
        return problem(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

function withHeader(given: unknown, name = "Authorization", value: string): Record<string, unknown> {
  const headers = Object.entries(asObject(given));
  const others = headers.filter(([header]) => header.toLowerCase() !== name.toLowerCase());
  return Object.fromEntries([...others, [name, value]]);
}

/** `port` is that of a host without one. */
function fits(pattern: string, host: string, port: number): boolean {
  const [name = ""] = /^(\[[^\]]*\]|[^:]*)/.exec(host) ?? [];
  if (pattern.startsWith("*.")) return name.endsWith(pattern.slice(1));
  return pattern === host || pattern === name || (host === name && pattern === `${name}:${port}`);
}

function readCredentials(text: string): Map<string, Credential> {
  const json: unknown = JSON.parse(text);
  if (!isObject(json)) throw new Error("it must be a JSON object of names and credentials.");
  return new Map(Object.entries(json).map(([name, value]) => [name, readCredential(name, value)]));
}

function readCredential(name: string, value: unknown): Credential {
  const { hosts, ...fields } = asObject(value);
  if (!Array.isArray(hosts) || hosts.length === 0 || !hosts.every((host) => typeof host === "string"))
    throw new Error(`${name} must list its hosts.`);
  const texts = ["header", "value", "valueFile", "valueEnvironment"].filter(
    (field) => fields[field] !== undefined,
  );
  if (!texts.every((field) => typeof fields[field] === "string"))
    throw new Error(`${name} has a field that is not text.`);
  if (texts.filter((field) => field !== "header").length !== 1)
    throw new Error(`${name} must have one of value, valueFile and valueEnvironment.`);
  return {
    hosts: hosts.map(String),
    ...Object.fromEntries(texts.map((field) => [field, String(fields[field])])),
  };
}

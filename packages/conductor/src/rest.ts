import { ConductorRefusal } from "./client-errors.ts";
import { isJsonObject, parseJson, stringifyJson } from "./json.ts";

/** One request of the REST API. */
export interface ConductorRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/api/workflow/{workflowId}`, with its parameters in `path`. */
  readonly url: string;
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A connection to a server: sends a request and returns the response's JSON or text. */
export interface Connection {
  /** The URL of the API: `http://127.0.0.1:8080/api`. */
  readonly url: string;
  /** Throws a ConductorRefusal or ConductorUnreachable. */
  ask(request: ConductorRequest): Promise<unknown>;
}

/** One HTTP request of the API, ready to send. */
export interface RestRequest {
  readonly method: ConductorRequest["method"];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface RestAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** A server's URL without /api at the end. */
export function baseUrl(serverUrl: string): string {
  return serverUrl.replace(/\/+$/, "").replace(/\/api$/, "");
}

/** The URL of a server's API, whose own URL may end with /api or not. */
export function apiUrl(serverUrl: string): string {
  return `${baseUrl(serverUrl)}/api`;
}

/** A connection that sends requests as given: for a caller with its own authentication, proxy and certificates. */
export function restConnection(
  serverUrl: string,
  send: (request: RestRequest) => Promise<RestAnswer>,
): Connection {
  const base = baseUrl(serverUrl);
  return {
    url: apiUrl(serverUrl),
    async ask({ method, url, path = {}, query = {}, body }) {
      const address = new URL(
        base + url.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? "")),
      );
      for (const [name, value] of Object.entries(query)) address.searchParams.set(name, String(value));
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      const text = body === undefined ? undefined : stringifyJson(body);
      const answer = await send({ method, url: address.href, headers, body: text });
      const request = describeRequest({ method, url, path });
      if (answer.status < 300) return readAnswer(answer, request, serverUrl);
      return readAnswer(
        { ...answer, text: messageOf(errorIn(answer.text), answer.status) },
        request,
        serverUrl,
      );
    },
  };
}

/** The value of a response; throws a ConductorRefusal for one that has an error as its text, and for a web page. */
export function readAnswer(
  { status, contentType, text }: RestAnswer,
  request: string,
  serverUrl: string,
): unknown {
  if (status >= 300) throw new ConductorRefusal(text, status, contentType, request);
  if (contentType.startsWith("text/html")) {
    const why = `${serverUrl} returns a web page: is this the address of the API (…/api)?`;
    throw new ConductorRefusal(why, status, contentType, request);
  }
  if (text === "") return undefined;
  return contentType.includes("json") ? parseJson(text) : text;
}

/** A request as messages name it. */
export function describeRequest({
  method,
  url,
  path = {},
}: Pick<ConductorRequest, "method" | "url" | "path">): string {
  return `${method} ${url.replace(/\{(\w+)\}/g, (_, name: string) => String(path[name] ?? ""))}`;
}

/** The message of an error response. */
export function messageOf(error: unknown, status: number): string {
  const invalid = validationMessages(error);
  if (invalid.length > 0) return `Validation failed: ${invalid.join("; ")}`;
  if (isJsonObject(error) && typeof error["message"] === "string" && error["message"] !== "")
    return error["message"];
  if (error instanceof Error) return error.message;
  return typeof error === "string" && error.trim() !== "" ? error : `HTTP ${status}`;
}

/** Conductor lists what is invalid in a definition beside a message that says only that something is. */
function validationMessages(error: unknown): string[] {
  const list = isJsonObject(error) ? error["validationErrors"] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown) =>
    isJsonObject(each) && typeof each["message"] === "string" ? [each["message"]] : [],
  );
}

function errorIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

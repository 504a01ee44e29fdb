import { networkFault } from "@long-running-api/foundation/network-fault";

/** The server rejected a request. `status` is the HTTP status; `message` is the server's. */
export class ConductorRefusal extends Error {
  override readonly name = "ConductorRefusal";
  readonly status: number;
  /** The response's Content-Type: HTML instead of JSON means that the URL is not the API's. */
  readonly contentType: string;
  /** The request: `GET /api/metadata/workflow`. */
  readonly request: string;

  constructor(message: string, status: number, contentType: string, request = "") {
    super(message);
    this.status = status;
    this.contentType = contentType;
    this.request = request;
  }
}

/** The server could not be reached or did not answer. `cause` is the underlying error. */
export class ConductorUnreachable extends Error {
  /** The SDK does not retry a timeout, but would wait six seconds for a refused connection. */
  override readonly name = "TimeoutError";
}

/** The server gives no token for a key. */
export function invalidKey(status: number, contentType: string): ConductorRefusal {
  return new ConductorRefusal("The key or its secret is not valid.", status, contentType, "POST /api/token");
}

/** Converts an error of fetch to the client's error. */
export function unreachable(serverUrl: string, error: unknown): ConductorUnreachable {
  const words = networkFault(error)?.message ?? (error instanceof Error ? error.message : String(error));
  return new ConductorUnreachable(`${serverUrl} does not answer: ${words}`, { cause: error });
}

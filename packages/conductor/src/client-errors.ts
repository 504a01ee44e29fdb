import { networkFault } from "@long-running-api/foundation/network-fault";

/** The server answered, and refused. `status` is HTTP's; `message` is the server's own. */
export class ConductorRefusal extends Error {
  override readonly name = "ConductorRefusal";
  readonly status: number;
  /** The answer's Content-Type: HTML instead of JSON means that the URL is not the API's. */
  readonly contentType: string;
  /** What was asked: `GET /api/metadata/workflow`. */
  readonly request: string;

  constructor(message: string, status: number, contentType: string, request = "") {
    super(message);
    this.status = status;
    this.contentType = contentType;
    this.request = request;
  }
}

/** The server could not be reached at all, or did not answer. `cause` is what happened. */
export class ConductorUnreachable extends Error {
  /** The SDK does not repeat a request that timed out; it would wait six seconds for one that was refused. */
  override readonly name = "TimeoutError";
}

/** An error of fetch as the client's own. */
export function unreachable(serverUrl: string, error: unknown): ConductorUnreachable {
  const words = networkFault(error)?.message ?? (error instanceof Error ? error.message : String(error));
  return new ConductorUnreachable(`${serverUrl} does not answer: ${words}`, { cause: error });
}

import { subscribe } from "node:diagnostics_channel";

/*
 * A server may close a kept connection at the moment in which it is used again. Then nothing is wrong with the request,
 * and HTTP clients send it once more; Node's fetch does not.
 * https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1
 */

/** Requests that went out on a connection that had carried another one before. */
const onKeptConnection = new WeakSet<object>();
const usedConnections = new WeakSet<object>();
/** What such requests failed with before an answer began. */
const keptConnectionErrors = new WeakSet<object>();

// https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
subscribe("undici:client:sendHeaders", (message) => {
  const { request, socket } = message as { request: object; socket: object };
  if (usedConnections.has(socket)) onKeptConnection.add(request);
  usedConnections.add(socket);
});
subscribe("undici:request:error", (message) => {
  const { request, error } = message as { request: object; error: unknown };
  if (onKeptConnection.has(request) && error instanceof Error) keptConnectionErrors.add(error);
});

/** As `fetch`; a request on a kept connection that breaks before an answer begins is sent once more. */
export async function fetchOnceMore(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const [first, second] = input instanceof Request ? [input, input.clone()] : [input, input];
  try {
    return await fetch(first, init);
  } catch (error) {
    if (!brokeWhileKept(error)) throw error;
    return await fetch(second, init);
  }
}

function brokeWhileKept(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || !keptConnectionErrors.has(cause)) return false;
  return ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes((cause as NodeJS.ErrnoException).code ?? "");
}

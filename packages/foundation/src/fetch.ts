import { subscribe } from "node:diagnostics_channel";

/*
 * A server may close a kept-alive connection just as it is reused. Nothing is wrong with the request then,
 * and HTTP clients resend it; Node's fetch does not.
 * https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1
 */

/** Requests sent on a reused connection. */
const onKeptConnection = new WeakSet<object>();
const usedConnections = new WeakSet<object>();
/** The errors of such requests that failed before a response began. */
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

/** Like `fetch`, but resends a request once when a kept-alive connection breaks before the response begins. */
export async function fetchOnceMore(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const [first, second] = input instanceof Request ? [input, input.clone()] : [input, input];
  try {
    return await fetch(first, init);
  } catch (error) {
    if (!brokeOnReusedConnection(error)) throw error;
    return await fetch(second, init);
  }
}

function brokeOnReusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || !keptConnectionErrors.has(cause)) return false;
  return ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes((cause as NodeJS.ErrnoException).code ?? "");
}

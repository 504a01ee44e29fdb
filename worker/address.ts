import type { ConductorAccess } from "@long-running-api/conductor/client";
import { Problem } from "@long-running-api/foundation/problem";
import { withVariable } from "@long-running-api/kit/shell-lines";

/** A server's address, and a function to release it. */
export type OpenedServer = ConductorAccess & { close(): Promise<void> };

/** The Conductor server of a target. `local` is the embedded one, whatever the environment says. */
export async function serverOf(
  target: string | undefined,
  openEmbedded: () => Promise<OpenedServer>,
): Promise<OpenedServer> {
  const name = target ?? (process.env["TARGET"] || "local");
  if (name === "local") return openEmbedded();
  // Nothing but the server is needed: the target's AWS, which may have to be started, is left alone.
  const {
    CONDUCTOR_SERVER_URL: serverUrl,
    CONDUCTOR_AUTH_KEY: keyId,
    CONDUCTOR_AUTH_SECRET: keySecret,
  } = process.env;
  if (!serverUrl || !URL.canParse(serverUrl))
    throw new Problem(
      "The worker needs the URL of a Conductor server.",
      { "looked at": "CONDUCTOR_SERVER_URL", ...(serverUrl ? { seen: serverUrl } : {}) },
      withVariable("CONDUCTOR_SERVER_URL", "http://127.0.0.1:8080/api", "npx tsx worker --target oss"),
    );
  return { serverUrl, keyId, keySecret, close: async () => {} };
}

import { ConductorRefusal, type WorkerApi } from "@long-running-api/conductor/api";
import { Problem } from "@long-running-api/foundation/problem";

const hosts = /(^|\.)(orkescloud|orkesconductor)\.(com|io)$/i;
/** A path that only Orkes servers have: Conductor OSS returns 404. */
const orkesOnly = "/token/userInfo";
const away = "the server, or a proxy in front of it, is not responding";
const unclear =
  "neither Conductor OSS (404) nor Orkes (200): check the credentials and the address. Orkes servers need no worker";
/** Older servers let conditions and INLINE scripts reach their host (CVE-2026-58138). */
const safeFrom = [3, 30, 2] as const;

/** Throws if a server's name is one of Orkes': before any request or key is sent. */
export function refuseOrkesByName(serverUrl: string): void {
  if (hosts.test(new URL(serverUrl).hostname)) throw refusal(serverUrl, "its name is one of Orkes'");
}

/** What the worker checks before it polls a server. */
export type ServerToCheck = Pick<WorkerApi, "url" | "statusOf" | "version">;

/** Throws if the server runs HTTP_POLL itself; warns about an unsafe version. */
export async function checkServer(server: ServerToCheck): Promise<{ version?: string; warning?: string }> {
  refuseOrkesByName(server.url);
  const status = await server.statusOf(orkesOnly);
  const request = `GET /api${orkesOnly}`;
  if (status === 401)
    throw new Problem(
      "The Conductor server requires a key.",
      { server: server.url, answer: "401 Unauthorized" },
      "Set CONDUCTOR_AUTH_KEY and CONDUCTOR_AUTH_SECRET; for a proxy in front of it, HTTP_POLL_WORKER_BASIC_AUTH, HTTP_POLL_WORKER_TOKEN_FILE or HTTP_POLL_WORKER_HEADERS.",
    );
  if (status === 200) throw refusal(server.url, `${request} returns 200`);
  if (status !== 404)
    throw new ConductorRefusal(status >= 500 || status === 429 ? away : unclear, status, "", request);
  const version = await server.version();
  if (version === undefined) return {};
  const unsafe = isBefore(version, safeFrom);
  return {
    version,
    ...(unsafe
      ? { warning: `Conductor ${version} lets scripts reach its host; use ${safeFrom.join(".")} or later.` }
      : {}),
  };
}

function refusal(serverUrl: string, because: string): Problem {
  return new Problem(
    "This is an Orkes server, which runs HTTP_POLL itself: with this worker, every poll would be sent twice.",
    { server: serverUrl, "recognized by": because },
    "Run the workflow there without this worker.",
  );
}

function isBefore(version: string, floor: readonly number[]): boolean {
  const parts = /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [];
  if (parts.length === 0) return false;
  const different = floor.findIndex((part, index) => part !== parts[index]);
  return different >= 0 && (parts[different] ?? 0) < (floor[different] ?? 0);
}

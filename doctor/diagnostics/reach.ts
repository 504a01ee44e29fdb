import type { Finding } from "../finding.ts";

/** Whether the Conductor server can call the API: for a remote server, 127.0.0.1 is not this machine. */
export function reach(
  conductorUrl: string | undefined,
  awsEndpoint: string | undefined,
): Finding | undefined {
  if (!conductorUrl || isHere(conductorUrl) || !isHere(awsEndpoint ?? "http://127.0.0.1")) return undefined;
  return {
    title: "reach",
    status: "lacking",
    seen: `Conductor at ${conductorUrl} cannot call the API on this machine, at ${awsEndpoint ?? "127.0.0.1"}.`,
    toDo: ["Use a Conductor server on this machine, or the target aws, whose API the server can reach."],
  };
}

function isHere(url: string): boolean {
  try {
    const { hostname } = new URL(url);
    return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname) || hostname.endsWith(".localhost");
  } catch {
    return false;
  }
}

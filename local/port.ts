import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The port that tools expect of a local cloud. */
const defaultPort = 4566;

/**
 * The default ports: with a data folder the last one used, since registered workflow definitions contain its
 * address; else 4566; else any free one.
 */
export function usualPorts(folder: string | undefined): { port: number; otherPorts: readonly number[] } {
  const last = folder === undefined ? undefined : lastPort(folder);
  return last === undefined
    ? { port: defaultPort, otherPorts: [0] }
    : { port: last, otherPorts: [defaultPort, 0] };
}

/** Saves the port of an address for the next start. */
export function rememberPort(folder: string, address: string, file = "port"): void {
  writeFileSync(path.join(folder, file), new URL(address).port);
}

/** The page's last port, so that an open page finds the cloud again after a restart; else any free one. */
export function pagePorts(folder: string | undefined): readonly number[] {
  const last = folder === undefined ? undefined : lastPort(folder, pagePortFile);
  return last === undefined ? [] : [last];
}

/** The name of the file that has the page's port. */
export const pagePortFile = "page-port";

function lastPort(folder: string, file = "port"): number | undefined {
  try {
    const port = Number(readFileSync(path.join(folder, file), "utf8"));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

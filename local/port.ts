import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The port that tools expect of a local cloud. */
const defaultPort = 4566;

/**
 * Where a cloud listens when nobody asked for a port: under a data folder where it did last time, since registered
 * workflow definitions hold its address; else at 4566; else anywhere.
 */
export function usualPorts(folder: string | undefined): { port: number; otherPorts: readonly number[] } {
  const last = folder === undefined ? undefined : lastPort(folder);
  return last === undefined
    ? { port: defaultPort, otherPorts: [0] }
    : { port: last, otherPorts: [defaultPort, 0] };
}

/** Keeps the port of an address for the next time. */
export function rememberPort(folder: string, address: string): void {
  writeFileSync(path.join(folder, "port"), new URL(address).port);
}

function lastPort(folder: string): number | undefined {
  try {
    const port = Number(readFileSync(path.join(folder, "port"), "utf8"));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unwritableFolder } from "./files.ts";

/** Where a running embedded cloud is found. */
export interface Address {
  pid: number;
  aws: string;
  conductor: string;
  dashboard?: string;
  startedAt: string;
  /** Started by a step or check, so it ends by itself after a while. */
  background: boolean;
}

/** Writes an address under the data folder; answers how to remove it again. Only its own is ever removed. */
export function announce(folder: string, address: Address): () => void {
  const file = path.join(folder, "running", `${address.pid}.json`);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(address), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw unwritableFolder(folder, error);
  }
  return () => rmSync(file, { force: true });
}

/** Every announced address, the last started first; one whose process died may be among them. */
export function announced(folder: string): Address[] {
  const directory = path.join(folder, "running");
  return names(directory)
    .flatMap((name) => read(path.join(directory, name)))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}

function read(file: string): Address[] {
  try {
    const address: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isAddress(address) ? [address] : []; // somebody else's file
  } catch {
    return []; // removed in this moment, or cut short by a crash: no address
  }
}

function isAddress(value: unknown): value is Address {
  if (typeof value !== "object" || value === null) return false;
  const { pid, aws, conductor, startedAt } = value as Partial<Address>;
  return Number.isSafeInteger(pid) && [aws, conductor, startedAt].every((text) => typeof text === "string");
}

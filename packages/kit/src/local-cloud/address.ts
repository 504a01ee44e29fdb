import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { replaceFile } from "./files.ts";

/** The address of a running embedded cloud. */
export interface Address {
  pid: number;
  aws: string;
  conductor: string;
  dashboard?: string;
  startedAt: string;
  /** Started by a step or check, so it stops by itself when idle. */
  background: boolean;
}

/** Writes an address under the data folder; returns a function that removes it. It removes only its own. */
export function announce(folder: string, address: Address): () => void {
  const file = path.join(folder, "running", `${address.pid}.json`);
  replaceFile(file, JSON.stringify(address));
  return () => rmSync(file, { force: true });
}

/** Every announced address, newest first; a process that crashed may be among them. */
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
    return isAddress(address) ? [address] : []; // another program's file
  } catch {
    return []; // just removed, or cut short by a crash: not an address
  }
}

function isAddress(value: unknown): value is Address {
  if (typeof value !== "object" || value === null) return false;
  const { pid, aws, conductor, startedAt } = value as Partial<Address>;
  return Number.isSafeInteger(pid) && [aws, conductor, startedAt].every((text) => typeof text === "string");
}

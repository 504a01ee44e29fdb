import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { capMemory } from "./capped-memory.ts";

/** The part of the WebAssembly API that is used here: the Node types lack it. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

const compiled = new Map<string, Promise<object>>();

/**
 * The WebAssembly module of a package (`jq-wasm/jq.wasm`) with a memory maximum. It is compiled once a process: threads
 * that run the same module share its code, and V8 takes a quarter of a second of processor time to optimize that.
 */
export function compiledModule(file: string, memoryBytesMax: number): Promise<object> {
  const key = `${file} ${memoryBytesMax}`;
  const known = compiled.get(key);
  if (known) return known;
  const module = compile(file, memoryBytesMax);
  compiled.set(key, module);
  module.catch(() => compiled.delete(key)); // the next caller tries again
  return module;
}

async function compile(file: string, memoryBytesMax: number): Promise<object> {
  const wasm = await readFile(createRequire(import.meta.url).resolve(file));
  return await WebAssembly.compile(capMemory(wasm, memoryBytesMax));
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { capMemory } from "./capped-memory.ts";
import { compiledModule } from "./compiled-module.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm"));
const pages = (count: number) => count * 65_536;

/** A module whose only content is a memory, exported as "m". */
const tiny = (...memory: number[]) =>
  Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 5, memory.length + 1, 1, ...memory, 7, 5, 1, 1, 109, 2, 0]);

interface Memory {
  grow(pages: number): number;
}

/** The part of the WebAssembly API that is used here: the Node types lack it. */
const { WebAssembly: engine } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { exports: { m: Memory } };
    validate(bytes: Uint8Array): boolean;
  };
};

const memoryOf = (bytes: Uint8Array) => new engine.Instance(new engine.Module(bytes)).exports.m;

it("keeps a memory from growing beyond its maximum", () => {
  const memory = memoryOf(capMemory(tiny(0, 2), pages(300)));
  expect(memory.grow(298)).toBe(2);
  expect(() => memory.grow(1)).toThrow(RangeError);
});

it("replaces an existing maximum", () => {
  const memory = memoryOf(capMemory(tiny(1, 1, 0x90, 0x4e), pages(3)));
  expect(memory.grow(2)).toBe(1);
  expect(() => memory.grow(1)).toThrow(RangeError);
});

it("produces a valid, otherwise unchanged QuickJS module", () => {
  const capped = capMemory(wasm, 32 * 1024 * 1024);
  expect(engine.validate(capped)).toBe(true);
  expect(capped.length).toBe(wasm.length + 2);
});

it("rejects a maximum below the module's minimum", () => {
  expect(() => capMemory(wasm, pages(1))).toThrow("memoryBytesMax must be at least 1179648; it is 65536");
});

it("rejects a module without a memory", () => {
  expect(() => capMemory(Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0]), pages(1))).toThrow("has no memory");
});

it("compiles a module once, and again after a failure", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "module-"));
  const file = path.join(folder, "tiny.wasm");
  try {
    await expect(compiledModule(file, pages(3))).rejects.toThrow("tiny.wasm");
    writeFileSync(file, tiny(0, 2));
    const module = await compiledModule(file, pages(3));
    expect(await compiledModule(file, pages(3))).toBe(module);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

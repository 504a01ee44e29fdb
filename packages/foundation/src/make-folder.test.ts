import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "make-folder-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const at = (...parts: string[]) => path.join(home, ...parts);

test("makes what is missing above it, and is safe to repeat", () => {
  for (let times = 0; times < 2; times += 1) makeFolder(at("a", "b", "c"));
  expect(statSync(at("a", "b", "c")).isDirectory()).toBe(true);
});

test("fails where no folder can be made, and ends", () => {
  writeFileSync(at("file"), "");
  expect(() => makeFolder(at("file"))).toThrow("EEXIST");
  expect(() => makeFolder(at("file", "x", "y"))).toThrow(/ENOTDIR|EEXIST|ENOENT/);
  symlinkSync(at("nowhere"), at("link"), "junction");
  expect(() => makeFolder(at("link", "x"))).toThrow(/EEXIST|ENOENT/);
});

test.runIf(process.platform === "linux")("fails below /proc, where Node's own function never returns", () => {
  expect(() => makeFolder("/proc/no-such/x")).toThrow("ENOENT");
});

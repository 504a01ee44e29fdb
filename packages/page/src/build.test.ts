import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { buildPage } from "./build.ts";

const compressedBytesMax = 150_000;

test("the page is at most 150 kB compressed in all, builds within a second or so, and loads nothing from elsewhere", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "page-"));
  try {
    await buildPage(folder);
    const files = readdirSync(folder).map((name) => ({ name, body: readFileSync(path.join(folder, name)) }));
    const sizes = files.map(({ name, body }) => [name, gzipSync(body, { level: 9 }).length] as const);
    const sum = sizes.reduce((bytes, [, size]) => bytes + size, 0);
    expect(sum, sizes.map((each) => each.join(" ")).join(", ")).toBeLessThan(compressedBytesMax);
    for (const { name, body } of files.filter((file) => /\.(css|html)$/.test(file.name)))
      expect(body.toString().match(/url\((?!#|["']?data:)[^)]*\)|@import/g), name).toBeNull();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("whatever comes from requests is set as text", () => {
  const folder = path.join(import.meta.dirname, "browser");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  expect(sources.length).toBeGreaterThan(20);
  const html = /dangerouslySetInnerHTML|\.(inner|outer)HTML|insertAdjacentHTML|document\.write|\bstyle=/;
  expect(sources.filter((name) => html.test(readFileSync(path.join(folder, name), "utf8")))).toEqual([]);
});

import fc from "fast-check";
import { zipSync } from "fflate";
import { expect, it } from "vitest";
import { readZip, ZipRefused } from "./zip.ts";

const zip = (files: Record<string, Uint8Array>, level: 0 | 9 = 9) => Buffer.from(zipSync(files, { level }));
const central = Buffer.from([0x50, 0x4b, 1, 2]); // the signature of a directory entry; its size is at offset 24
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (data: Buffer) =>
  readZip(data).then((entries) =>
    Promise.all(entries.map(async (entry) => [entry.name, await entry.read()] as const)),
  );

it("reads deflated and stored entries, with a trailing comment", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8})?\.js$/),
        fc.uint8Array({ maxLength: 2_000 }),
        { minKeys: 1 },
      ),
      fc.constantFrom(0 as const, 9 as const),
      async (files, level) => {
        const found = Object.fromEntries(await read(zip(files, level)));
        expect(Object.keys(found).sort()).toEqual(Object.keys(files).sort());
        for (const [name, content] of Object.entries(files))
          expect(Buffer.compare(found[name] ?? Buffer.alloc(0), content)).toBe(0);
      },
    ),
    { numRuns: 50 },
  );
  const data = zip({ "a.js": bytes("1") });
  const comment = Buffer.from("made by hand");
  data.writeUInt16LE(comment.length, data.length - 2);
  expect((await read(Buffer.concat([data, comment])))[0]?.[0]).toBe("a.js");
});

it.each(["../a.js", "a/../../b.js", "/etc/passwd", "C:\\a.js", "..\\a.js", "a\0.js"])(
  "refuses the name %j",
  async (name) => {
    await expect(readZip(zip({ [name]: bytes("1") }))).rejects.toThrow(ZipRefused);
  },
);

it.each([
  ["./a.js", "a.js"],
  ["b//./c.js", "b/c.js"],
  ["b\\c.js", "b/c.js"],
  ["é/語.js", "é/語.js"],
])("reads the name %j as %j", async (name, read) => {
  expect((await readZip(zip({ [name]: bytes("1") }))).map(({ name }) => name)).toEqual([read]);
});

it("reads permissions from zips made on Unix", async () => {
  const data = Buffer.from(
    zipSync({ run: [bytes("#!/bin/sh"), { os: 3, attrs: 0o755 << 16 }], "a.js": bytes("") }),
  );
  expect((await readZip(data)).map(({ mode }) => mode)).toEqual([0o755, undefined]);
});

it("rejects an invalid, empty or too large zip", async () => {
  for (const data of [Buffer.alloc(0), Buffer.from("PK"), Buffer.alloc(1_000)])
    await expect(readZip(data)).rejects.toMatchObject({ reason: "not-a-zip" });
  await expect(readZip(zip({}))).rejects.toMatchObject({ reason: "empty" });
  const large = zip({ "a.js": bytes("1"), "b.js": bytes("2") });
  for (let at = large.indexOf(central); at >= 0; at = large.indexOf(central, at + 1))
    large.writeUInt32LE(140_000_000, at + 24);
  await expect(readZip(large)).rejects.toMatchObject({ reason: "too-large" });
});

it("limits a zip bomb to its declared size", async () => {
  const data = zip({ "a.js": new Uint8Array(5_000_000) });
  data.writeUInt32LE(10, data.indexOf(central) + 24);
  const [entry] = await readZip(data);
  await expect(entry?.read()).rejects.toThrow(ZipRefused);
});

it("throws only its own error for any damage", async () => {
  const whole = zip({ "a.js": bytes("exports.handler = 1"), "b/c.js": new Uint8Array(300) });
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), async (at, value, end) => {
      const broken = Buffer.from(whole.subarray(0, Math.max(end, at)));
      if (at < broken.length) broken[at] = value;
      try {
        await read(broken);
      } catch (error) {
        expect(error).toBeInstanceOf(ZipRefused);
      }
    }),
    { numRuns: 500 },
  );
});

it("distinguishes a symbolic link from a file", async () => {
  const data = zipSync({
    "a.js": bytes("1"),
    "b.js": [bytes("a.js"), { os: 3, attrs: 0o120777 << 16 }],
  });
  const entries = await readZip(Buffer.from(data));
  expect(entries.map(({ name, isLink }) => [name, isLink])).toEqual([
    ["a.js", false],
    ["b.js", true],
  ]);
});

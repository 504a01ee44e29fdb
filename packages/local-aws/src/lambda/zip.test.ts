import fc from "fast-check";
import { zipSync } from "fflate";
import { expect, it } from "vitest";
import { readZip, ZipRefused } from "./zip.ts";

const zip = (files: Record<string, Uint8Array>, level: 0 | 9 = 9) => Buffer.from(zipSync(files, { level }));
const central = Buffer.from([0x50, 0x4b, 1, 2]); // how an entry of the directory begins; its size stands at 24
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (data: Buffer) =>
  readZip(data).then((entries) =>
    Promise.all(entries.map(async (entry) => [entry.name, await entry.read()] as const)),
  );

it("reads what was packed, deflated or stored, with a comment after it", async () => {
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

it("reads permissions where they were packed on Unix", async () => {
  const data = Buffer.from(
    zipSync({ run: [bytes("#!/bin/sh"), { os: 3, attrs: 0o755 << 16 }], "a.js": bytes("") }),
  );
  expect((await readZip(data)).map(({ mode }) => mode)).toEqual([0o755, undefined]);
});

it("refuses what is no zip, empty, or too large", async () => {
  for (const data of [Buffer.alloc(0), Buffer.from("PK"), Buffer.alloc(1_000)])
    await expect(readZip(data)).rejects.toMatchObject({ reason: "not-a-zip" });
  await expect(readZip(zip({}))).rejects.toMatchObject({ reason: "empty" });
  const large = zip({ "a.js": bytes("1"), "b.js": bytes("2") });
  for (let at = large.indexOf(central); at >= 0; at = large.indexOf(central, at + 1))
    large.writeUInt32LE(140_000_000, at + 24);
  await expect(readZip(large)).rejects.toMatchObject({ reason: "too-large" });
});

it("holds a bomb to the size that it claims", async () => {
  const data = zip({ "a.js": new Uint8Array(50_000_000) });
  data.writeUInt32LE(10, data.indexOf(central) + 24);
  const [entry] = await readZip(data);
  await expect(entry?.read()).rejects.toThrow(ZipRefused);
});

it("never throws anything but its own refusal, whatever is broken", async () => {
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

it("knows a symbolic link from a file", async () => {
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

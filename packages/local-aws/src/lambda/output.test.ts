import fc from "fast-check";
import { expect, it } from "vitest";
import { createFrameReader, encodeFrame } from "./runtime/frames.ts";
import { createOutputReader } from "./runtime/output.ts";

/** The same bytes in chunks of random sizes. */
function pieces(data: Buffer, sizes: number[]): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0, index = 0; at < data.length; index += 1) {
    const size = Math.max(1, sizes[index % Math.max(1, sizes.length)] ?? data.length);
    found.push(data.subarray(at, at + size));
    at += size;
  }
  return found;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
const line = fc.string({ unit: "grapheme" }).filter((text) => !/[\0\r\n]/.test(text));

it("splits output into lines and finds the marker, for any chunking", () => {
  fc.assert(
    fc.property(fc.array(line), line, sizes, (lines, last, cut) => {
      const seen: string[] = [];
      const read = createOutputReader("m", {
        line: (text) => seen.push(text),
        marker: () => seen.push("<marker>"),
        full: () => false,
        skipped: () => seen.push("<skipped>"),
      });
      const printed = `${lines.map((text) => `${text}\n`).join("")}${last}\0m\n`;
      for (const piece of pieces(Buffer.from(printed), cut)) read(piece);
      expect(seen).toEqual([...lines, ...(last === "" ? [] : [last]), "<marker>"]);
    }),
  );
});

it("finds the marker in skipped output, too, and passes on the rest", () => {
  fc.assert(
    fc.property(fc.array(line), sizes, (lines, cut) => {
      let skipped = "";
      let markers = 0;
      const read = createOutputReader("marker", {
        line: () => {},
        marker: () => {
          markers += 1;
        },
        full: () => true,
        skipped: (bytes) => {
          skipped += bytes.toString("latin1");
        },
      });
      const printed = lines.map((text) => `${text}\n`).join("");
      for (const piece of pieces(Buffer.from(`${printed}\0marker\n`), cut)) read(piece);
      expect(markers).toBe(1);
      expect(Buffer.from(printed).toString("latin1").startsWith(skipped)).toBe(true);
    }),
  );
});

it("assembles frames from any chunking and discards payloads that are too large", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), sizes, (payloads, cut) => {
      const frames: { number: unknown; payload: string; tooLarge: boolean }[] = [];
      const read = createFrameReader(50, ({ header, payload, tooLarge }) =>
        frames.push({ number: header["number"], payload: payload.toString("hex"), tooLarge }),
      );
      const sent = Buffer.concat(
        payloads.map((payload, number) => encodeFrame({ number }, Buffer.from(payload))),
      );
      for (const piece of pieces(sent, cut)) read(piece);
      expect(frames).toEqual(
        payloads.map((payload, number) => {
          const tooLarge = payload.length > 50;
          return { number, tooLarge, payload: tooLarge ? "" : Buffer.from(payload).toString("hex") };
        }),
      );
    }),
  );
});

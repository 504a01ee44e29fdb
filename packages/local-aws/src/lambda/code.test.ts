import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { zipSync } from "fflate";
import { expect, it } from "vitest";
import { createCodeStore } from "./code.ts";

const text = (content: string) => new TextEncoder().encode(content);
const link = (target: string): [Uint8Array, { os: number; attrs: number }] => [
  text(target),
  { os: 3, attrs: 0o120777 << 16 },
];

it("unpacks symbolic links as links, except those that lead out of the package", async () => {
  const workDir = mkdtempSync(path.join(tmpdir(), "code-"));
  try {
    const code = createCodeStore(workDir);
    const zip = zipSync({
      "bin/tool": link("../lib/tool.js"),
      "lib/tool.js": text("1"),
      "out/absolute": link("/etc/passwd"),
      "out/upwards": link("../../../etc/passwd"),
    });
    const save = await code.inspect(Buffer.from(zip));
    const { sha256 } = save();
    const folder = await code.folder(sha256);
    expect(readdirSync(folder).sort()).toEqual(["bin", "lib"]);
    expect(readFileSync(path.join(folder, "bin", "tool"), "utf8")).toBe("1");
    if (process.platform !== "win32")
      expect(readlinkSync(path.join(folder, "bin/tool"))).toBe("../lib/tool.js");
  } finally {
    rmSync(workDir, { recursive: true });
  }
});

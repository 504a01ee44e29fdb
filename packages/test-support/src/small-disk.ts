import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** An in-memory file system of 6 MB. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills the disk; returns a function that frees the space. */
  fill(): () => void;
  close(): void;
}

/** Mounts one; undefined where that is not possible: only root on Linux can, and a container may lack the privilege. */
export function openSmallDisk(): SmallDisk | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "small-disk-"));
  const remove = (): void => rmSync(folder, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    remove();
    return undefined;
  }
  return {
    folder,
    fill: () => fill(path.join(folder, "fill")),
    close() {
      execFileSync("umount", ["-l", folder]);
      remove();
    },
  };
}

/** Whether `openSmallDisk` can. */
export const hasSmallDisk: boolean = mounts();

function mounts(): boolean {
  const disk = openSmallDisk();
  disk?.close();
  return disk !== undefined;
}

function fill(file: string): () => void {
  const descriptor = openSync(file, "w");
  for (const size of [65_536, 512, 1]) {
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size));
    } catch {
      // no space for that size
    }
  }
  closeSync(descriptor);
  return () => rmSync(file);
}

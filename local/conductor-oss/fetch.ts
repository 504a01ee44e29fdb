import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { Problem } from "@long-running-api/foundation/problem";
import { beforeLeaving } from "@long-running-api/kit/interrupt";
import { copyByMaven } from "./maven.ts";
import type { Progress } from "./progress.ts";
import { cacheFolder, release } from "./release.ts";

/** The verified jar: from the cache folder, else downloaded with Maven. */
export async function fetchJar(progress: Progress): Promise<{ jar: string; forget(): void }> {
  const folder = cacheFolder();
  const kept = path.join(folder, release.jar);
  if (existsSync(kept)) {
    progress(`checking ${kept}`);
    const wrong = await jarProblem(kept);
    if (wrong === undefined) return { jar: kept, forget() {} };
    throw notTheServer(kept, wrong, `Delete it to download it again: ${kept}`);
  }
  const temporary = newFolderIn(folder);
  const forget = () => rmSync(temporary, { recursive: true, force: true });
  beforeLeaving(forget);
  try {
    await copyByMaven(release.artifact, temporary, progress, kept);
    const jar = path.join(temporary, release.jar);
    progress("checking the download");
    const wrong = await jarProblem(jar);
    if (wrong !== undefined)
      throw notTheServer(
        jar,
        wrong,
        "Something between this machine and Maven's repository changes files, such as a proxy; ask its administrator.",
      );
    return { jar, forget };
  } catch (error) {
    forget();
    throw error;
  }
}

function newFolderIn(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    return mkdtempSync(path.join(folder, "fetching-"));
  } catch (error) {
    throw new Problem(
      "The cache folder cannot be written.",
      { "looked at": folder, seen: error instanceof Error ? error.message : String(error) },
      "Make it writable, or choose another folder with XDG_CACHE_HOME.",
    );
  }
}

async function jarProblem(jar: string): Promise<Record<string, string> | undefined> {
  const bytes = statSync(jar).size;
  if (bytes !== release.bytes) return { bytes: String(bytes), expected: String(release.bytes) };
  const hash = createHash("sha256");
  await pipeline(createReadStream(jar, { highWaterMark: 1 << 20 }), hash);
  const sha256 = hash.digest("hex");
  return sha256 === release.sha256 ? undefined : { "SHA-256": sha256, expected: release.sha256 };
}

function notTheServer(jar: string, wrong: Record<string, string>, next: string): Problem {
  return new Problem(
    `This is not the Conductor OSS server ${release.version}, so it was not started.`,
    { "looked at": jar, ...wrong },
    next,
  );
}

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { Problem } from "@long-running-api/foundation/problem";
import { beforeLeaving } from "@long-running-api/kit/interrupt";
import { fetchJar } from "./fetch.ts";
import { javaFlags, serverFlags } from "./flags.ts";
import type { Java } from "./java.ts";
import type { Progress } from "./progress.ts";
import { cacheFolder, release } from "./release.ts";

const run = promisify(execFile);
const extractMsMax = 300_000;
const trainMsMax = 900_000;
/** What another process is still making is younger. */
const abandonedMs = 24 * 3_600_000;

/** The extracted server in the cache folder: Java starts it faster than from one jar. */
export interface Installed {
  folder: string;
  jar: string;
}

/** The installed server; undefined if it must be downloaded. */
export function installed(): Installed | undefined {
  const folder = path.join(cacheFolder(), `conductor-server-${release.version}`);
  const jar = path.join(folder, release.jar);
  return existsSync(jar) ? { folder, jar } : undefined;
}

/** Fetches, checks and extracts the server, once. Two at a time do no harm: the first one's stays. */
export async function install(java: Java, progress: Progress): Promise<Installed> {
  const there = installed();
  if (there) return there;
  forgetAbandoned();
  const { jar, forget } = await fetchJar(progress);
  const temporary = mkdtempSync(path.join(cacheFolder(), "extracting-"));
  const forgetTemporary = () => rmSync(temporary, { recursive: true, force: true });
  beforeLeaving(forgetTemporary);
  try {
    progress("extracting it");
    const extracted = path.join(temporary, "server");
    // https://docs.spring.io/spring-boot/reference/packaging/efficient.html
    const words = ["-Djarmode=tools", "-jar", jar, "extract", "--destination", extracted];
    await run(java.command, words, { timeout: extractMsMax, windowsHide: true });
    rename(extracted, path.join(cacheFolder(), `conductor-server-${release.version}`));
  } catch (error) {
    throw new Problem(
      "The Conductor OSS server could not be extracted.",
      { folder: cacheFolder(), seen: error instanceof Error ? error.message : String(error) },
      "It needs 0.5 GB of free space there.",
    );
  } finally {
    forgetTemporary();
    forget();
  }
  const made = installed();
  if (!made) throw new Error(`${release.jar} is missing from the extracted files.`);
  return made;
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(path.join(to, release.jar))) throw error;
  }
}

/** Folders of a download that was killed: nearly a gigabyte each. */
function forgetAbandoned(): void {
  const folder = cacheFolder();
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((each) => /^(fetching|extracting)-/.test(each))) {
    const file = path.join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > abandonedMs) rmSync(file, { recursive: true, force: true });
  }
}

/**
 * Where this Java's memory of an earlier start is, or would be: classes loaded and linked. It belongs to one build of
 * Java and one folder; Java ignores one that does not fit.
 */
export function trainedFile(java: Java, { folder }: Installed): string {
  const key = createHash("sha256").update(`${java.version} ${folder}`).digest("hex").slice(0, 12);
  return path.join(folder, "trained", `${key}.${hasAotCache(java) ? "aot" : "jsa"}`);
}

/** The flag that uses the training, if there was one. */
export function trainedFlags(java: Java, server: Installed): string[] {
  const file = trainedFile(java, server);
  if (!existsSync(file)) return [];
  return [hasAotCache(java) ? `-XX:AOTCache=${file}` : `-XX:SharedArchiveFile=${file}`];
}

/** From Java 25 on in one go (https://openjdk.org/jeps/514); before, class data sharing does a part of it. */
function hasAotCache({ major }: Java): boolean {
  return major >= 25;
}

/** Starts the server once until it is ready, so that Java learns what later starts need. */
export async function train(java: Java, server: Installed, progress: Progress): Promise<void> {
  const file = trainedFile(java, server);
  if (existsSync(file)) return;
  progress("training Java for faster starts, a minute or two");
  mkdirSync(path.dirname(file), { recursive: true });
  const scratch = mkdtempSync(path.join(path.dirname(file), "training-"));
  const forget = () => rmSync(scratch, { recursive: true, force: true });
  beforeLeaving(forget);
  const made = path.join(scratch, path.basename(file));
  const learn = hasAotCache(java) ? `-XX:AOTCacheOutput=${made}` : `-XX:ArchiveClassesAtExit=${made}`;
  const words = [
    ...javaFlags,
    learn,
    "-Dspring.context.exit=onRefresh",
    "-jar",
    server.jar,
    ...serverFlags(0),
  ];
  try {
    await run(java.command, words, {
      cwd: scratch,
      timeout: trainMsMax,
      maxBuffer: 1 << 26,
      windowsHide: true,
    });
    renameSync(made, file);
  } catch (error) {
    throw new Problem(
      "Java could not be trained for faster starts. The server also starts without that, but more slowly.",
      { java: java.version, seen: error instanceof Error ? error.message.slice(0, 300) : String(error) },
      "npx tsx local conductor-oss",
    );
  } finally {
    forget();
  }
}

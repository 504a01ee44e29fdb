import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** Conductor OSS is compiled for it. */
export const javaMajorMin = 21;

/** A Java, and how old it is. */
export interface Java {
  command: string;
  major: number;
  /** What it says of itself, on one line: two builds never say the same. */
  version: string;
}

const askMsMax = 20_000;
const program = process.platform === "win32" ? "java.exe" : "java";

/** The first Java that is new enough: JAVA_HOME's, PATH's, then the newest in the usual folders. */
export async function findJava(
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ java?: Java; tooOld: readonly Java[] }> {
  const tooOld: Java[] = [];
  const home = env["JAVA_HOME"];
  for (const command of [...(home ? [path.join(home, "bin", program)] : []), program]) {
    const java = await ask(command);
    if (java && java.major >= javaMajorMin) return { java, tooOld };
    if (java) tooOld.push(java);
  }
  const installed = (await Promise.all(installedJavas(env).map(ask))).filter((java) => java !== undefined);
  const [newest] = installed.sort((a, b) => b.major - a.major);
  if (newest && newest.major >= javaMajorMin) return { java: newest, tooOld };
  return { tooOld: [...tooOld, ...installed] };
}

/** Where the systems' packages, Homebrew, SDKMAN and the IDEs put them. */
function installedJavas(env: NodeJS.ProcessEnv): string[] {
  const home = os.homedir();
  const parents = [
    "/usr/lib/jvm",
    "/opt/java",
    "/Library/Java/JavaVirtualMachines",
    "/opt/homebrew/opt",
    "/usr/local/opt",
    path.join(home, ".sdkman", "candidates", "java"),
    path.join(home, ".jdks"),
    path.join(home, "Library", "Java", "JavaVirtualMachines"),
    ...[env["ProgramFiles"], env["LOCALAPPDATA"] && path.join(env["LOCALAPPDATA"], "Programs")].flatMap(
      (folder) =>
        folder
          ? ["Java", "Eclipse Adoptium", "Microsoft", "Amazon Corretto", "Zulu"].map((vendor) =>
              path.join(folder, vendor),
            )
          : [],
    ),
  ];
  const commands = parents.flatMap((parent) =>
    namesIn(parent)
      .filter((name) => !parent.endsWith("opt") || /openjdk/.test(name))
      .flatMap((name) => [
        path.join(parent, name, "bin", program),
        path.join(parent, name, "Contents", "Home", "bin", program),
      ]),
  );
  return commands.filter((command) => existsSync(command));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function ask(command: string): Promise<Java | undefined> {
  return new Promise((resolve) => {
    execFile(command, ["-version"], { timeout: askMsMax, windowsHide: true }, (error, _, stderr) => {
      const major = error ? undefined : /version "(\d+)/.exec(stderr)?.[1];
      const version = stderr.trim().split(/\r?\n/).join("; ");
      resolve(major === undefined ? undefined : { command, major: Number(major), version });
    });
  });
}

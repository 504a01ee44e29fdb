import { spawn } from "node:child_process";
import { Problem } from "@long-running-api/foundation/problem";
import { beforeLeaving } from "@long-running-api/kit/interrupt";
import type { Progress } from "./progress.ts";

const secondsMax = 1_800;
const windows = process.platform === "win32";

/** Copies an artifact into a folder. Maven brings its own settings: mirrors, proxies, credentials. */
export async function copyByMaven(
  artifact: string,
  folder: string,
  progress: Progress,
  byHand: string,
): Promise<void> {
  progress(`downloading ${artifact} with Maven`);
  const words = [
    "--strict-checksums",
    "dependency:copy",
    `-Dartifact=${artifact}`,
    `-DoutputDirectory=${folder}`,
  ];
  const said: string[] = [];
  const code = await run(words, (line) => {
    const [, done = "", all = ""] = /Progress \(1\): ([\d.]+)\/([\d.]+ [kMG]?B)/.exec(line) ?? [];
    if (all.endsWith("MB")) progress(`downloading ${artifact}: ${done} of ${all}`);
    else if (/\[.*ERROR/.test(line)) said.push(withoutColor(line));
  });
  if (code === "missing") throw noMaven(artifact, byHand);
  if (code === 0) return;
  throw new Problem(
    "Maven could not download the Conductor OSS server.",
    { artifact, "exit code": String(code), ...(said[0] ? { "its output": said[0] } : {}) },
    [
      `mvn dependency:copy -Dartifact=${artifact} -DoutputDirectory=.`,
      "shows the full output. Possible causes: the network, a proxy, or a mirror in Maven's settings.xml.",
    ],
  );
}

function noMaven(artifact: string, byHand: string): Problem {
  return new Problem(
    "Maven is needed to download the Conductor OSS server.",
    { "looked for": "mvn on PATH" },
    [
      "Install Maven (apt-get install maven, brew install maven), then run the same command again.",
      `Or put the file of ${artifact} there by hand: ${byHand}`,
    ],
  );
}

function run(words: readonly string[], onLine: (line: string) => void): Promise<number | "missing"> {
  return new Promise((resolve, reject) => {
    // On Windows mvn is a script, which only a shell starts; a path may have spaces.
    const child = windows
      ? spawn(
          "mvn.cmd",
          words.map((word) => `"${word}"`),
          { shell: true, windowsHide: true },
        )
      : spawn("mvn", words, { stdio: ["ignore", "pipe", "pipe"] });
    const stop = () => void child.kill();
    const left = beforeLeaving(stop);
    const deadline = setTimeout(stop, secondsMax * 1000);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        for (const line of text.split(/[\r\n]+/)) onLine(line);
      });
    }
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(deadline);
      left();
      if (error.code === "ENOENT") resolve("missing");
      else reject(error);
    });
    child.on("close", (code) => {
      clearTimeout(deadline);
      left();
      resolve(windows && code === 9009 ? "missing" : (code ?? 1));
    });
  });
}

function withoutColor(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour code begins with the escape character
  return line.replace(/\u001b\[[0-9;]*m/g, "").replace(/^\[ERROR\]\s*/, "");
}

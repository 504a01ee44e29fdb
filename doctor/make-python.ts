import { spawn } from "node:child_process";
import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import { beforeLeaving } from "@long-running-api/kit/interrupt";

const minutesMax = 5;

/** Creates the private Python environment that functions use under the data folder: `python -m venv`, then boto3. */
export async function makePython(dataFolder: string): Promise<string> {
  const folder = path.join(dataFolder, "python");
  const base = process.env["TUTORIAL_PYTHON"] || (process.platform === "win32" ? "python" : "python3");
  await run(base, ["-m", "venv", folder]);
  const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python3"];
  await run(path.join(folder, ...inside), ["-m", "pip", "install", "--disable-pip-version-check", "boto3"]);
  return folder;
}

function run(program: string, words: readonly string[]): Promise<void> {
  const command = `${program} ${words.join(" ")}`;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    const left = beforeLeaving(() => void child.kill());
    const deadline = setTimeout(() => child.kill(), minutesMax * 60_000);
    let said = "";
    const hear = (part: Buffer) => {
      said = (said + part.toString("utf8")).slice(-2_000);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const fail = (seen: string) =>
      reject(new Problem("The private Python environment could not be created.", { command, seen }, todo, 1));
    child.on("error", (error) => fail(error.message));
    child.on("close", (code) => {
      clearTimeout(deadline);
      left();
      if (code === 0) resolve();
      else fail(said.trim().split("\n").slice(-4).join("\n         ") || `it ended with ${code}`);
    });
  });
}

const todo = [
  "It needs Python 3 with its venv module (Debian, Ubuntu: apt install python3-venv) and network access to download boto3.",
  "Without it: npx tsx steps/02-lambda --runtime node",
];

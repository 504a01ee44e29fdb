import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import { waitUntil } from "@long-running-api/foundation/wait";
import { nodeArguments } from "@long-running-api/kit/project-folder";
import { findRunning, type RunningServer } from "./running.ts";

/** Set for the process that keeps running without a terminal. */
export const backgroundVariable = "CONDUCTOR_OSS_IN_BACKGROUND";

const startSecondsMax = 2_400; // the first time it is fetched

/** Starts the command again in the background, and waits until its server can be found. */
export async function startInBackground(folder: string, words: readonly string[]): Promise<RunningServer> {
  mkdirSync(folder, { recursive: true });
  const log = path.join(folder, "command.log");
  const out = openSync(log, "w", 0o600);
  const child = spawn(process.execPath, [...nodeArguments("local/conductor-oss"), ...words], {
    detached: true,
    env: { ...process.env, [backgroundVariable]: "yes" },
    stdio: ["ignore", out, out],
    windowsHide: true,
  });
  closeSync(out);
  let ended = false;
  for (const event of ["exit", "error"]) {
    child.once(event, () => {
      ended = true;
    });
  }
  child.unref();
  const server = await waitUntil(async () => (ended ? "ended" : await findRunning(folder)), {
    secondsMax: startSecondsMax,
    everyMs: 200,
  });
  if (server !== undefined && server !== "ended") return server;
  const said = readFileSync(log, "utf8").trimEnd().split("\n").slice(-8).join("\n         ");
  throw new Problem(
    "The Conductor OSS server could not be started in the background.",
    { ...(said ? { "its output": said } : {}), "full log": log },
    "npx tsx local conductor-oss",
  );
}

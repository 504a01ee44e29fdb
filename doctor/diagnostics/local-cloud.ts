import { connect } from "node:net";
import { findCloud } from "@long-running-api/kit/local-cloud/background";
import type { Finding } from "../finding.ts";

/** The port that tools expect of a local cloud. If it is in use, another one is used. */
const usualPort = 4566;
const connectMsMax = 1_000;

/** The embedded cloud: the running one, or whether its usual port is free. */
export async function localCloud(dataFolder: string, port = usualPort): Promise<Finding> {
  const title = "local cloud";
  const running = await findCloud(dataFolder);
  if (running) return { title, status: "ok", seen: `running at ${running.aws}` };
  if (!(await isTaken(port)))
    return { title, status: "ok", seen: `not running; port ${port} is free for it` };
  return {
    title,
    status: "note",
    seen: `not running; port ${port} is in use by something else, so it will use another one`,
    toDo: ["npx tsx local status shows which, once it is running."],
  };
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const end = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.setTimeout(connectMsMax, () => end(true));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

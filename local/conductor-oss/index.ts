import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import {
  type CommandSpec,
  commonOptions,
  type OptionValues,
  readCommandLine,
  readNumber,
} from "@long-running-api/kit/cli";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { createLiveBlock } from "@long-running-api/kit/live-block";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";
import { lockFolder } from "@long-running-api/kit/local-cloud/lock";
import { main } from "@long-running-api/kit/main";
import { createOutput, type Output } from "@long-running-api/kit/output";
import { withVariable } from "@long-running-api/kit/shell-lines";
import { watchParents } from "@long-running-api/kit/watch-parents";
import { backgroundVariable, startInBackground } from "./background.ts";
import { install, train, trainedFile } from "./install.ts";
import { findJava, type Java, javaMajorMin } from "./java.ts";
import { release } from "./release.ts";
import { findRunning, keepFindable, stopRunning } from "./running.ts";
import { lastOutput, type OssServer, startServer } from "./server.ts";

const portDefault = 8080;

const options = {
  port: { type: "string", value: "N", help: `the port; 0 = any free one (default ${portDefault})` },
  data: {
    type: "string",
    value: "DIR",
    help: "the folder for its database (default: LOCAL_DATA, else .local)",
  },
  background: { type: "boolean", help: "keep running without this terminal, until stop" },
  ...commonOptions,
} as const;

const spec: CommandSpec<typeof options> = {
  usage: "npx tsx local conductor-oss",
  about: `Starts a real Conductor OSS server ${release.version} on this machine, downloaded with Maven the first time. status and stop act on the running one; fetch only downloads it; prepare downloads it and trains Java for faster starts.`,
  words: { label: "command", known: ["status", "stop", "fetch", "prepare"], max: 1 },
  options,
};

type Options = OptionValues<typeof options>;

/** `npx tsx local conductor-oss …` */
export async function conductorOss(argv: string[]): Promise<number> {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const output = createOutput(line.options);
  const folder = path.join(dataFolder(line.options.data), "conductor-oss");
  switch (line.words[0]) {
    case "status":
      return status(folder, output);
    case "stop":
      return stop(folder, output);
    case "fetch":
      return fetchOnly(output, false);
    case "prepare":
      return fetchOnly(output, true);
    default:
      return line.options.background
        ? background(folder, line.options, output)
        : serve(folder, line.options, output);
  }
}

async function serve(folder: string, { port, json }: Options, output: Output): Promise<number> {
  const wanted = readNumber("port", port, { min: 0, max: 65_535 }) ?? portDefault;
  await refuseSecond(folder);
  beforeLeaving(lockFolder(folder, inUse));
  const stopping = untilStopped();
  const server = await Promise.race([start(folder, wanted, output), stopping.stopped]);
  if (server === "stopped") return 130;
  const conductor = `${server.url}/api`;
  const startedAt = new Date().toISOString();
  const facts = { conductor, pid: process.pid, serverPid: server.pid, startedAt, background: inBackground };
  beforeLeaving(await keepFindable(folder, facts, stopping.stop));
  if (json) console.log(JSON.stringify({ conductor }));
  else printReady(conductor, folder, output);
  const why = await Promise.race([stopping.stopped, server.ended]);
  if (why === "stopped") return 0;
  throw new Problem("The Conductor OSS server has stopped unexpectedly.", lastOutput(folder), spec.usage);
}

async function start(folder: string, port: number, output: Output): Promise<OssServer> {
  const java = await requireJava();
  const progress = progressOn(output);
  try {
    const server = await install(java, progress.report);
    const onWait = (seconds: number) => progress.report("starting it", seconds);
    onWait(0);
    return await startServer({ java, server, port, folder, onWait });
  } finally {
    progress.end();
  }
}

const inBackground = process.env[backgroundVariable] === "yes";

/** Resolves at Ctrl-C, at `stop`, or when the process that started us has ended. */
function untilStopped(): { stopped: Promise<"stopped">; stop(): void } {
  let stop = () => {};
  const stopped = new Promise<"stopped">((resolve) => {
    stop = () => resolve("stopped");
  });
  handleSignals(stop);
  if (!inBackground) watchParents(stop);
  return { stopped, stop };
}

function printReady(conductor: string, folder: string, { say, colors }: Output): void {
  say(`${colors.bold(`Conductor OSS ${release.version} is ready.`)} Ctrl-C stops it.`);
  say(`  API   ${conductor}`);
  say(`  UI    ${conductor.replace(/\/api$/, "")}`);
  say(`  data  ${folder}`);
  say("It has no built-in HTTP_POLL task. In another terminal:");
  say(`  ${withVariable("CONDUCTOR_SERVER_URL", conductor, "npx tsx worker --target oss")}`);
}

async function background(folder: string, given: Options, output: Output): Promise<number> {
  await refuseSecond(folder);
  const words = (["port", "data"] as const).flatMap((name) =>
    given[name] ? [`--${name}`, given[name]] : [],
  );
  output.say("Starting Conductor OSS in the background…");
  const { conductor } = await startInBackground(folder, words);
  output.document({ conductor });
  output.say(
    `Conductor OSS ${release.version} runs at ${conductor}. npx tsx local conductor-oss stop stops it.`,
  );
  return 0;
}

async function refuseSecond(folder: string): Promise<void> {
  const running = await findRunning(folder);
  if (running) throw inUse(folder, running.pid, running.conductor);
}

function inUse(folder: string, holder: number | undefined, address?: string): Problem {
  return new Problem(
    "A Conductor OSS server is already running or starting with this data folder.",
    {
      "looked at": folder,
      ...(holder === undefined ? {} : { process: String(holder) }),
      ...(address ? { address } : {}),
    },
    [
      "Use that one, or stop it: npx tsx local conductor-oss stop",
      "A second one needs --data DIR and --port N.",
    ],
  );
}

async function status(folder: string, output: Output): Promise<number> {
  const running = await findRunning(folder);
  output.document(running ? { running: true, ...running } : { running: false });
  output.say(
    running
      ? `Conductor OSS ${release.version} has been running since ${running.startedAt} at ${running.conductor} (process ${running.serverPid}${running.background ? ", in the background" : ""}).`
      : `No Conductor OSS server is running under ${folder}.`,
  );
  return 0;
}

async function stop(folder: string, output: Output): Promise<number> {
  const running = await findRunning(folder);
  if (running && !(await stopRunning(folder)))
    throw new Problem(
      "The Conductor OSS server does not stop.",
      { process: String(running.serverPid) },
      `kill -9 ${running.pid} ${running.serverPid}`,
    );
  output.document({ stopped: running?.serverPid ?? null });
  output.say(
    running
      ? `Stopped the server at ${running.conductor}.`
      : `No Conductor OSS server is running under ${folder}.`,
  );
  return 0;
}

async function fetchOnly(output: Output, training: boolean): Promise<number> {
  handleSignals();
  const java = await requireJava();
  const progress = progressOn(output);
  const server = await install(java, progress.report).finally(progress.end);
  if (training) await train(java, server, progress.report).finally(progress.end);
  output.document({
    folder: server.folder,
    java: java.command,
    trained: training && trainedFile(java, server),
  });
  output.say(`Conductor OSS ${release.version} is in ${server.folder}; Java ${java.major}: ${java.command}`);
  return 0;
}

async function requireJava(): Promise<Java> {
  const { java, tooOld } = await findJava();
  if (java) return java;
  throw new Problem(
    `Conductor OSS needs Java ${javaMajorMin} or later.`,
    { found: tooOld.map(({ command, major }) => `${major} (${command})`).join(", ") || "none" },
    `Install one (apt-get install openjdk-21-jre-headless, brew install openjdk), or set JAVA_HOME to one.`,
  );
}

/** One line that is redrawn in a terminal; elsewhere one line for each thing that is begun. */
function progressOn({ stream, redraws, say }: Output): {
  report(doing: string, seconds?: number): void;
  end(): void;
} {
  const block = createLiveBlock({ stream, redraws });
  let last = "";
  return {
    report(doing: string, seconds?: number) {
      if (redraws) {
        const [, what = doing, sofar = ""] = /^(.*?)(: [^:]*)?$/.exec(doing) ?? [];
        const end = `${sofar}…${seconds ? ` ${Math.floor(seconds)} s` : ""}`;
        return block.update([{ text: `  ${what}`, end }]);
      }
      const begun = doing.split(":")[0] ?? doing;
      if (begun !== last) say(`  ${begun}…`);
      last = begun;
    },
    end: () => block.clear(),
  };
}

await main(import.meta, conductorOss);

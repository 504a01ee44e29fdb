import { commonOptions, readCommandLine, readNumber } from "../lib/cli.ts";
import { beforeLeaving, handleSignals } from "../lib/interrupt.ts";
import { main } from "../lib/main.ts";
import { createOutput } from "../lib/output.ts";
import { watchParents } from "../lib/watch-parents.ts";
import { announce } from "./address.ts";
import { findCloud, stopCloud } from "./background.ts";
import { openCloud } from "./cloud.ts";
import { dataFolder } from "./data.ts";
import { lockFolder } from "./lock.ts";

const idleMinutesMax = 60;
const defaultPort = 4566;

const spec = {
  usage: "npx tsx local",
  about:
    "Starts the embedded cloud: AWS and Conductor on one port of this machine. status and stop look at the one that runs.",
  words: { label: "command", known: ["status", "stop"], max: 1 },
  options: {
    port: {
      type: "string",
      value: "N",
      help: "the port; 0 = any free one (default 4566, or any free one if that is taken)",
    },
    data: {
      type: "string",
      value: "DIR",
      help: "where everything is kept (default: LOCAL_DATA, else .local)",
    },
    memory: { type: "boolean", help: "keep nothing" },
    "min-poll-interval": {
      type: "string",
      value: "SECONDS",
      help: "floor of HTTP_POLL's interval (default 1; 60 behaves as an Orkes server is documented to)",
    },
    sync: {
      type: "string",
      value: "MODE",
      choices: ["normal", "full"],
      help: "full also survives a power cut",
    },
    quotas: { type: "boolean", help: "enforce API Gateway's control-plane quotas" },
    "slow-iam": { type: "boolean", help: "a new role cannot be assumed for 10 s, as it happens on AWS" },
    account: { type: "string", value: "ID", help: "the account to be (default 000000000000)" },
    "conductor-key": {
      type: "string",
      value: "ID:SECRET",
      help: "ask for this key, as an Orkes cluster does",
    },
    background: {
      type: "boolean",
      help: `end after ${idleMinutesMax} idle minutes (how steps and checks start it)`,
    },
    ...commonOptions,
  },
} as const;

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const output = createOutput(line.options);
  const folder = dataFolder(line.options.data);
  if (line.words[0] === "status") return status(folder, output);
  if (line.words[0] === "stop") return stop(folder, output);
  return serve(line.options, folder, output);
});

type Options = NonNullable<ReturnType<typeof readCommandLine<(typeof spec)["options"]>>>["options"];
type Output = ReturnType<typeof createOutput>;

async function serve(options: Options, folder: string, output: Output): Promise<number> {
  const port = readNumber("port", options.port, { min: 0, max: 65_535 });
  const minPollIntervalSeconds =
    readNumber("min-poll-interval", options["min-poll-interval"], { min: 0.05, max: 86_400 }) ?? 1;
  const memory = options.memory === true;
  const unlock = memory ? () => {} : lockFolder(folder);
  beforeLeaving(unlock);
  const [keyId = "", keySecret = ""] = options["conductor-key"]?.split(":") ?? [];
  const cloud = await openOnFreePort(port, {
    dataFolder: memory ? undefined : folder,
    minPollIntervalSeconds,
    sync: options.sync === "full" ? "full" : "normal",
    quotas: options.quotas === true,
    slowIamSeconds: options["slow-iam"] === true ? 10 : 0,
    ...(options.account === undefined ? {} : { accountId: options.account }),
    ...(options["conductor-key"] === undefined ? {} : { conductorKey: { keyId, keySecret } }),
  });
  beforeLeaving(() => cloud.close());
  const background = options.background === true;
  const address = {
    pid: process.pid,
    aws: cloud.aws,
    conductor: cloud.conductor,
    startedAt: new Date().toISOString(),
    background,
  };
  beforeLeaving(announce(folder, address));
  if (options.json) console.log(JSON.stringify({ aws: cloud.aws, conductor: cloud.conductor }));
  else tell(output, cloud, memory ? undefined : folder);
  return await untilTold(cloud, background);
}

/** Resolves with the exit code at SIGINT, SIGTERM, the end of whoever started us, or after a long idle time. */
function untilTold(
  cloud: { idleMs(): number; retired: Promise<void> },
  background: boolean,
): Promise<number> {
  return new Promise((resolve) => {
    cloud.retired.then(() => resolve(0));
    handleSignals(() => resolve(0));
    if (!background) watchParents(() => resolve(0));
    else {
      const timer = setInterval(() => {
        if (cloud.idleMs() > idleMinutesMax * 60_000) resolve(0);
      }, 30_000);
      timer.unref();
    }
  });
}

/** Tools expect 4566 of a local cloud; when nobody asked for a port and that one is taken, any other will do. */
async function openOnFreePort(
  port: number | undefined,
  options: Omit<Parameters<typeof openCloud>[0], "port">,
) {
  if (port !== undefined) return openCloud({ ...options, port });
  return openCloud({ ...options, port: defaultPort, fallbackPort: 0 });
}

function tell(output: Output, cloud: { aws: string; conductor: string }, folder: string | undefined): void {
  const { bold, dim } = output.colors;
  output.say(`${bold("The embedded cloud is ready.")} Ctrl-C ends it.`);
  output.say(`  AWS        ${cloud.aws}   ${dim("access key test, secret test, region us-east-1")}`);
  output.say(`  Conductor  ${cloud.conductor}`);
  output.say(`  data       ${folder ?? "in memory: nothing is kept"}`);
  output.say(dim(`  e.g. aws dynamodb list-tables --endpoint-url ${cloud.aws}`));
}

async function status(folder: string, output: Output): Promise<number> {
  const cloud = await findCloud(folder);
  output.document(cloud ? { running: true, ...cloud } : { running: false });
  if (!cloud) output.say(`No local cloud is running under ${folder}.`);
  else
    output.say(
      `Running since ${cloud.startedAt} at ${cloud.aws} (process ${cloud.pid}${cloud.background ? ", in the background" : ""}).`,
    );
  return 0;
}

async function stop(folder: string, output: Output): Promise<number> {
  const cloud = await findCloud(folder);
  if (cloud) await stopCloud(cloud);
  output.document({ stopped: cloud?.pid ?? null });
  output.say(
    cloud ? `Stopped the local cloud at ${cloud.aws}.` : `No local cloud is running under ${folder}.`,
  );
  return 0;
}

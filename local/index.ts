import { pollIntervalSecondsMax } from "@long-running-api/conductor/http-poll/settings";
import { type AllowedHosts, allowedHosts, allowHostOption } from "@long-running-api/kit/allowed-hosts";
import { commonOptions, readCommandLine, readNumber } from "@long-running-api/kit/cli";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { announce } from "@long-running-api/kit/local-cloud/address";
import { findCloud, stopCloud } from "@long-running-api/kit/local-cloud/background";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";
import { lockFolder } from "@long-running-api/kit/local-cloud/lock";
import { main } from "@long-running-api/kit/main";
import { createOutput } from "@long-running-api/kit/output";
import { shellOf, shells } from "@long-running-api/kit/shell-lines";
import { watchParents } from "@long-running-api/kit/watch-parents";
import { type Cloud, openCloud } from "@long-running-api/local-cloud";
import { servePage } from "@long-running-api/page/server";
import { env, howToUse } from "./env-command.ts";
import { pagePortFile, pagePorts, rememberPort, usualPorts } from "./port.ts";

const idleMinutesMax = 60;
const idleLookMs = 30_000;

const spec = {
  usage: "npx tsx local",
  about: [
    "Starts the embedded cloud: AWS and Conductor on one port of this machine.",
    "",
    "  status         whether one is running, and where",
    "  env            the lines that point a shell at the running one: endpoint, region and keys",
    "  logs           calls, templates, and what functions printed",
    "  stop           stops the running one",
    "  conductor-oss  starts a real Conductor OSS server (conductor-oss --help)",
  ].join("\n"),
  words: { label: "command", known: ["status", "env", "logs", "stop", "conductor-oss"], max: 1 },
  commands: {
    status: { about: "Prints whether a local cloud is running, and where.", options: ["data"] },
    env: {
      about: "Prints the lines that point a shell at the running cloud: endpoint, region and keys.",
      options: ["data", "shell"],
    },
    logs: {
      about: "Prints calls, rendered templates, and what functions printed.",
      options: ["data", "follow", "tail", "request"],
    },
    stop: { about: "Stops the running cloud.", options: ["data"] },
  },
  options: {
    port: {
      type: "string",
      value: "N",
      help: "the port; 0 = any free one (default: the last one used, else 4566, else any free one)",
    },
    data: {
      type: "string",
      value: "DIR",
      help: "the data folder (default: LOCAL_DATA, else .local)",
    },
    memory: { type: "boolean", help: "keep everything in memory, and nothing on disk" },
    "min-poll-interval": {
      type: "string",
      value: "SECONDS",
      help: "minimum HTTP_POLL interval (default 1; 60 as documented for Orkes servers)",
    },
    "max-poll-failure-seconds": {
      type: "string",
      value: "SECONDS",
      help: "how long an HTTP_POLL task keeps polling while its polls fail with a 503, a timeout or the like (60)",
    },
    sync: {
      type: "string",
      value: "MODE",
      choices: ["normal", "full"],
      help: "full also survives a power failure",
    },
    quotas: { type: "boolean", help: "enforce API Gateway's control-plane quotas" },
    "max-integration-timeout": {
      type: "string",
      value: "SECONDS",
      help: "allow integrations of Regional and private APIs more than 29 s, as after a quota raise (at most 300)",
    },
    "slow-iam": { type: "boolean", help: "a new role cannot be assumed for 10 s, as can happen on AWS" },
    "allow-host": allowHostOption,
    account: { type: "string", value: "ID", help: "the account ID (default 000000000000)" },
    "conductor-key": {
      type: "string",
      value: "ID:SECRET",
      help: "require this key, as an Orkes cluster does",
    },
    follow: { type: "boolean", help: "with logs: keep printing new entries until Ctrl-C" },
    tail: {
      type: "string",
      value: "N",
      help: "with logs: the last N entries, or all (default: 100 on a terminal, all in a pipe and with --request)",
    },
    request: {
      type: "string",
      value: "ID",
      help: "with logs: only what is about this requestId, or about this ID of API Gateway's or Lambda's",
    },
    shell: {
      type: "string",
      value: "NAME",
      choices: shells,
      help: "with env: the shell to write for (default: this terminal's)",
    },
    background: {
      type: "boolean",
      help: `stop after ${idleMinutesMax} idle minutes (used by steps and checks)`,
    },
    ...commonOptions,
  },
} as const;

await main(import.meta, async (argv) => {
  if (argv[0] === "conductor-oss") {
    const { conductorOss } = await import("./conductor-oss/index.ts");
    return conductorOss(argv.slice(1));
  }
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const output = createOutput(line.options);
  const folder = dataFolder(line.options.data);
  if (line.words[0] === "status") return status(folder, output);
  if (line.words[0] === "stop") return stop(folder, output);
  if (line.words[0] === "env") {
    const shell = shells.find((name) => name === line.options.shell) ?? shellOf(process);
    return env(folder, shell, output);
  }
  const { follow = false, json = false } = line.options;
  if (line.words[0] === "logs") {
    const { logs } = await import("./logs-command.ts");
    const { request, tail } = line.options;
    return logs(folder, { follow, json, request, tail, output });
  }
  return serve(line.options, folder, output);
});

type Options = NonNullable<ReturnType<typeof readCommandLine<(typeof spec)["options"]>>>["options"];
type Output = ReturnType<typeof createOutput>;

async function serve(options: Options, folder: string, output: Output): Promise<number> {
  const stopped = untilStopped(options.background === true);
  const port = readNumber("port", options.port, { min: 0, max: 65_535 });
  const minPollIntervalSeconds =
    readNumber("min-poll-interval", options["min-poll-interval"], { min: 0.05, max: 86_400 }) ?? 1;
  const integrationTimeoutSecondsMax = readNumber(
    "max-integration-timeout",
    options["max-integration-timeout"],
    { min: 29, max: 300 },
  );
  const allowed = allowedHosts(options["allow-host"], process.env);
  const memory = options.memory === true;
  if (!memory) beforeLeaving(lockFolder(folder));
  const [keyId = "", keySecret = ""] = options["conductor-key"]?.split(":") ?? [];
  const cloud = await openCloud({
    ...(port === undefined ? usualPorts(memory ? undefined : folder) : { port }),
    dataFolder: memory ? undefined : folder,
    pythonFolder: folder,
    minPollIntervalSeconds,
    maxPollFailureSeconds: readNumber("max-poll-failure-seconds", options["max-poll-failure-seconds"], {
      min: 0,
      max: pollIntervalSecondsMax,
    }),
    sync: options.sync === "full" ? "full" : "normal",
    quotas: options.quotas === true,
    integrationTimeoutSecondsMax,
    allowedHosts: allowed,
    slowIamSeconds: options["slow-iam"] === true ? 10 : 0,
    ...(options.account === undefined ? {} : { accountId: options.account }),
    ...(options["conductor-key"] === undefined ? {} : { conductorKey: { keyId, keySecret } }),
  });
  beforeLeaving(() => cloud.close());
  const background = options.background === true;
  const page = await servePage({
    ports: pagePorts(memory ? undefined : folder),
    source: () => sourceOf(cloud, folder),
    isAllowed: allowed.has,
  });
  beforeLeaving(() => page.close());
  const address = {
    pid: process.pid,
    aws: cloud.aws,
    conductor: cloud.conductor,
    dashboard: allowed.forwarded(page.url) ?? page.url, // for people: no program reads it
    startedAt: new Date().toISOString(),
    background,
  };
  beforeLeaving(announce(folder, address));
  const { aws, conductor, dashboard } = address;
  if (options.json) console.log(JSON.stringify({ aws, conductor, dashboard }));
  else printReady(output, address, { folder, memory, allowed });
  if (!memory) rememberPort(folder, cloud.aws);
  if (!memory) rememberPort(folder, page.url, pagePortFile);
  return await stopped(cloud);
}

/** The page's data from this process; loaded when the first page is opened. */
async function sourceOf(cloud: Cloud, folder: string) {
  const [{ openSource }, { embeddedTarget }, { namesFrom }] = await Promise.all([
    import("../dashboard/source.ts"),
    import("@long-running-api/kit/targets/embedded"),
    import("@long-running-api/kit/targets/options"),
  ]);
  const journal = { epoch: String(process.pid), since: cloud.journal, subscribe: cloud.onJournal };
  return await openSource({
    target: embeddedTarget(cloud),
    names: namesFrom({}),
    journal,
    processes: cloud.processes,
    env: { LOCAL_DATA: folder },
  });
}

/**
 * Listens for SIGINT, SIGTERM and the end of the process that started us. The returned function resolves with the exit
 * code then, when the cloud retires, or after a long idle time in the background.
 */
function untilStopped(background: boolean): (cloud: Pick<Cloud, "idleMs" | "retired">) => Promise<number> {
  const signaled = new Promise<number>((resolve) => {
    handleSignals(() => resolve(0));
    if (!background) watchParents(() => resolve(0));
  });
  return ({ idleMs, retired }) => {
    const idle = new Promise<number>((resolve) => {
      if (!background) return;
      const look = () => idleMs() > idleMinutesMax * 60_000 && resolve(0);
      setInterval(look, idleLookMs).unref();
    });
    return Promise.race([signaled, idle, retired.then(() => 0)]);
  };
}

function printReady(
  output: Output,
  cloud: { aws: string; conductor: string; dashboard: string },
  { folder, memory, allowed }: { folder: string; memory: boolean; allowed: AllowedHosts },
): void {
  const { bold, dim } = output.colors;
  output.say(`${bold("The embedded cloud is ready.")} Ctrl-C stops it.`);
  output.say(`  AWS        ${cloud.aws}   ${dim("access key test, secret test, region us-east-1")}`);
  output.say(`  Conductor  ${cloud.conductor}`);
  const forwarded = allowed.forwarded(cloud.aws);
  if (forwarded !== undefined) output.say(`  forwarded  ${forwarded}`);
  output.say(`  page       ${cloud.dashboard}`);
  output.say(`  data       ${memory ? "in memory only" : folder}`);
  output.say(`  for another terminal: ${howToUse(folder)}`);
  output.say(dim(`  e.g. ${exampleOf(cloud.aws)}`), { whole: true });
}

/** A call to try, which needs nothing but the AWS CLI: no profile, no region. */
function exampleOf(endpoint: string): string {
  const keys = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  const set = Object.entries(keys).map(([name, value]) =>
    process.platform === "win32" ? `$env:${name}='${value}';` : `${name}=${value}`,
  );
  return `${set.join(" ")} aws dynamodb list-tables --region us-east-1 --endpoint-url ${endpoint}`;
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

import { readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";
import { main } from "@long-running-api/kit/main";
import { createOutput, type Output } from "@long-running-api/kit/output";
import { projectFolder, workFolder } from "@long-running-api/kit/project-folder";
import { silenceNodeVersionWarning, targetNameOf } from "@long-running-api/kit/targets";
import { namesFrom, targetOptions } from "@long-running-api/kit/targets/options";
import { holdsPassword } from "@long-running-api/kit/targets/server-url";
import type { TargetName } from "@long-running-api/kit/targets/target";
import { dataFolderWritable } from "./diagnostics/data-folder.ts";
import { node } from "./diagnostics/node.ts";
import { packages } from "./diagnostics/packages.ts";
import { type Diagnostic, exitCodeOf, type Finding } from "./finding.ts";

const spec = {
  usage: "npx tsx doctor",
  about: "Shows what this machine and your accounts lack for a target. It changes nothing.",
  options: {
    ...targetOptions,
    save: {
      type: "boolean",
      help: "save the given names (--learner, --table, …) in tutorial.config.json",
    },
    python: { type: "boolean", help: "create a private Python environment with boto3 under the data folder" },
  },
} as const;

const titleWidth = "Python variant".length; // the longest

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  handleSignals();
  const { options } = line;
  const output = createOutput(options);
  const name = targetNameOf(options);
  const names = namesFrom(options);
  if (options.save) {
    const { saveNames } = await import("./save.ts");
    const kept = await saveNames(names, workFolder);
    output.say(`Saved in tutorial.config.json: ${JSON.stringify(kept)}`);
  }
  if (options.python) {
    const { makePython } = await import("./make-python.ts");
    output.say(`Created ${await makePython(dataFolder())}`);
  }
  const findings: Finding[] = [];
  for (const diagnostic of diagnosticsFor(name, names.table)) {
    const found = await diagnostic();
    const more = found === undefined ? [] : [found].flat();
    for (const finding of more) printFinding(finding, output);
    findings.push(...more);
  }
  const exitCode = exitCodeOf(findings);
  const status = (["ready", "you can fix it", "someone else must"] as const)[exitCode];
  output.say(`${name}: ${status}`);
  output.document({ version: 1, target: name, status, exitCode, findings });
  return exitCode;
});

/** The diagnostics of a target, in order. Accounts and servers are examined only for the targets that use them. */
function diagnosticsFor(name: TargetName, table: string): readonly Diagnostic[] {
  const folder = dataFolder();
  const { CONDUCTOR_SERVER_URL: given, AWS_ENDPOINT_URL: endpoint } = process.env;
  const serverUrl = holdsPassword(given) ? undefined : given; // the diagnostics print the URL
  const machine: Diagnostic[] = [
    () => node(),
    () => packages(projectFolder),
    () => dataFolderWritable(folder),
  ];
  const embedded: Diagnostic[] = [
    async () => (await import("./diagnostics/local-cloud.ts")).localCloud(folder),
    async () => (await import("./diagnostics/python.ts")).python(folder),
  ];
  switch (name) {
    case "local":
      return [...machine, ...embedded];
    case "oss":
      return [
        ...machine,
        ...(endpoint ? [] : embedded),
        async () => (await import("./diagnostics/java.ts")).java(),
        conductorOf(name),
        async () => (await import("./diagnostics/http-poll.ts")).httpPoll(serverUrl, Date.now()),
        async () => (await import("./diagnostics/reach.ts")).reach(serverUrl, endpoint),
      ];
    case "aws":
      return [...machine, awsOf(table), conductorOf(name)];
  }
}

/** The SDKs take a while to load, which the target local need not wait for. */
function conductorOf(name: TargetName): Diagnostic {
  const {
    CONDUCTOR_SERVER_URL: serverUrl,
    CONDUCTOR_AUTH_KEY: keyId,
    CONDUCTOR_AUTH_SECRET: keySecret,
  } = process.env;
  return async () => {
    const { conductor } = await import("./diagnostics/conductor.ts");
    return conductor({ name, serverUrl, keyId, keySecret });
  };
}

function awsOf(table: string): Diagnostic {
  return async () => {
    silenceNodeVersionWarning();
    const { aws } = await import("./diagnostics/aws.ts");
    return aws(table);
  };
}

function printFinding({ title, status, seen, toDo = [] }: Finding, { say, colors }: Output): void {
  const mark = { ok: colors.green("✔"), note: colors.yellow("!"), lacking: colors.red("✖") }[status];
  say(`${mark} ${title.padEnd(titleWidth)}  ${seen}`);
  for (const [index, step] of toDo.entries())
    say(`  ${"".padEnd(titleWidth)}  ${index === 0 ? "to do: " : "       "}${step}`);
}

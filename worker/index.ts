import { type Flags, runCommand } from "@long-running-api/http-poll-worker/command";
import { main } from "@long-running-api/kit/main";
import { watchParents } from "@long-running-api/kit/watch-parents";

await main(import.meta, (argv) =>
  runCommand(argv, {
    usage: "npx tsx worker",
    options: {
      target: {
        type: "string",
        value: "NAME",
        help: "the target with the Conductor server",
        choices: ["local", "oss", "aws"],
      },
    },
    openServer: openEmbedded,
    onOrphaned: (stop) => void watchParents(stop),
  }),
);

/** Loaded only for the embedded server: for any other server, the worker needs nothing else of this project. */
async function openEmbedded({
  target,
  "server-url": serverUrl,
}: Flags): Promise<{ serverUrl: string; close(): Promise<void> } | undefined> {
  const usual = serverUrl === undefined ? process.env["TARGET"] || "local" : "oss"; // an address names its server
  if ((target ?? usual) !== "local") return undefined;
  const { openTarget } = await import("@long-running-api/kit/targets");
  const opened = await openTarget({ target: "local" }, { writes: false });
  return { serverUrl: opened.conductorUrl, close: () => opened.close() };
}

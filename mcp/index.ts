import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { main } from "@long-running-api/kit/main";
import { projectFolder } from "@long-running-api/kit/project-folder";
import { openTarget, targetNameOf } from "@long-running-api/kit/targets";
import { namesFrom, targetOptions } from "@long-running-api/kit/targets/options";
import { defaultFolder } from "../exercises/default-folder.ts";

const { json: _json, color: _color, yes: _yes, ...options } = targetOptions;

const spec = {
  usage: "npx tsx mcp",
  about: [
    "A server for assistants (Model Context Protocol) on stdin and stdout: what is wrong, one hint at a time, the logs of a",
    "request, a rendered template. An assistant starts it; mcp/README.md shows how.",
  ].join("\n"),
  options: {
    ...options,
    yes: { type: "boolean", help: "with --target aws: checks may send their probe request" },
    exercises: { type: "string", value: "DIR", help: `your folder of exercises (default ${defaultFolder})` },
  },
} as const;

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  handleSignals();
  const { exercises = defaultFolder, ...chosen } = line.options;
  targetNameOf(chosen); // a misspelt TARGET is reported now, not at the first call
  const [{ serveStdio }, { createMcpServer }, { checksFor }] = await Promise.all([
    import("./sdk.ts"),
    import("./server.ts"),
    import("../checks/load.ts"),
  ]);
  const place = {
    open: () => openTarget(chosen, { writes: false }),
    names: () => namesFrom(chosen),
    load: checksFor,
    yes: chosen.yes === true,
    exercises,
  };
  const handle = serveStdio(() => createMcpServer(place, ownVersion()), { onerror: console.error });
  if (process.stdin.isTTY) console.error("Waiting for an assistant on stdin. Ctrl-C ends it.");
  await once(process.stdin, "close"); // the client is gone
  await handle.close();
  return 0;
});

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(path.join(projectFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}

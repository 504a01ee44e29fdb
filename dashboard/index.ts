import { allowedHosts, allowHostOption } from "@long-running-api/kit/allowed-hosts";
import { readCommandLine } from "@long-running-api/kit/cli";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { main } from "@long-running-api/kit/main";
import { createOutput } from "@long-running-api/kit/output";
import { openTarget } from "@long-running-api/kit/targets";
import { namesFrom, targetOptions } from "@long-running-api/kit/targets/options";
import { watchParents } from "@long-running-api/kit/watch-parents";

const spec = {
  usage: "npx tsx dashboard",
  about:
    "Serves the page for a target on this machine: runs, requests, checks and the cloud. It never changes a real account.",
  options: {
    ...targetOptions,
    "allow-host": allowHostOption,
    anonymous: { type: "boolean", help: "show numbers instead of learners' names in the class view" },
  },
} as const;

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const output = createOutput(line.options);
  const allowed = allowedHosts(line.options["allow-host"], process.env);
  const ended = new Promise<number>((resolve) => {
    handleSignals(() => resolve(0));
    watchParents(() => resolve(0));
  });
  // Commands that the page starts open the target themselves, from the variables that name it: opening it clears them.
  const env = Object.fromEntries(Object.entries(process.env).map(([name, value = ""]) => [name, value]));
  const target = await openTarget(line.options, { writes: false });
  beforeLeaving(() => target.close());
  const names = namesFrom(line.options);
  const { anonymous = false } = line.options;
  const [{ servePage }, { openSource }] = await Promise.all([
    import("@long-running-api/page/server"),
    import("./source.ts"),
  ]);
  const server = await servePage({
    source: () => openSource({ target, names, anonymous, env }),
    isAllowed: allowed.has,
  });
  beforeLeaving(() => server.close());
  const url = allowed.forwarded(server.url) ?? server.url;
  output.document({ dashboard: url, target: target.name });
  output.say(`${output.colors.bold("The page is ready:")} ${url}   Ctrl-C stops it.`);
  output.say(`  target     ${target.title}`);
  return await ended;
});

import { main } from "@long-running-api/kit/main";
import { checks } from "./all.ts";
import { runCommand } from "./cli/command.ts";
import { stepIds } from "./engine/check.ts";

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks", steps: stepIds, checks, words: true }),
);

import { main } from "@long-running-api/kit/main";
import { stepIds } from "@long-running-api/kit/step-ids";
import { checks } from "./all.ts";
import { runCommand } from "./cli/command.ts";

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks", steps: stepIds, checks, words: true }),
);

import { main } from "@long-running-api/kit/main";
import { stepIds } from "@long-running-api/kit/step-ids";
import { runCommand } from "./cli/command.ts";
import { checksFor } from "./load.ts";

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks", steps: stepIds, load: checksFor, words: true }),
);

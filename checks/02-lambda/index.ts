import { main } from "@long-running-api/kit/main";
import { runCommand } from "../cli/command.ts";
import { checksFor } from "../load.ts";

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks/02-lambda", steps: ["02-lambda"], load: checksFor }),
);

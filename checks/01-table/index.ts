import { main } from "@long-running-api/kit/main";
import { runCommand } from "../cli/command.ts";
import { checksFor } from "../load.ts";

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks/01-table", steps: ["01-table"], load: checksFor }),
);

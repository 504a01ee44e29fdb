import { main } from "@long-running-api/kit/main";
import { runCommand } from "../cli/command.ts";
import { checksFor } from "../load.ts";

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks/06-callback", steps: ["06-callback"], load: checksFor }),
);

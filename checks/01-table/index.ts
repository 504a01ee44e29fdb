import { main } from "@long-running-api/kit/main";
import { checks } from "../all.ts";
import { runCommand } from "../cli/command.ts";

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks/01-table", steps: ["01-table"], checks }),
);

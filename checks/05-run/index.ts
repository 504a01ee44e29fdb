import { main } from "@long-running-api/kit/main";
import { checks } from "../all.ts";
import { runCommand } from "../cli/command.ts";

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks/05-run", steps: ["05-run"], checks }),
);

import { main } from "@long-running-api/kit/main";
import { checks } from "../all.ts";
import { runCommand } from "../cli/command.ts";

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks/03-api", steps: ["03-api"], checks }),
);

import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { main } from "@long-running-api/kit/main";
import type { InstructorCommand } from "./command.ts";

/** The commands for instructors. */
const commands: readonly InstructorCommand[] = [
  {
    name: "solve",
    about:
      "brings a target to the end of a step, e.g. solve 03-api --learner ann | --roster class.csv | --all",
    load: async () => (await import("./commands/solve.ts")).solve,
  },
  {
    name: "roster",
    about: "names, environments and policies for a class: roster class.csv --out FOLDER",
    load: async () => (await import("./commands/roster.ts")).roster,
  },
  {
    name: "report",
    about: "checks and grades a class: report --all | --roster class.csv [--format html]",
    load: async () => (await import("./commands/report.ts")).report,
  },
  {
    name: "reset",
    about: "deletes what was created on a target: reset [--learner ann | --roster class.csv | --all] --yes",
    load: async () => (await import("./commands/reset.ts")).reset,
  },
  {
    name: "break",
    about:
      "injects a fault into a solved environment: break 03-api [--fault ID | --random --seed N] [--roster class.csv | --all]",
    load: async () => (await import("./commands/break.ts")).breakIt,
  },
  {
    name: "reveal",
    about: "shows the injected fault",
    load: async () => (await import("./commands/reveal.ts")).reveal,
  },
  {
    name: "mend",
    about: "repairs what break broke: mend [--learner ann | --roster class.csv | --all]",
    load: async () => (await import("./commands/mend.ts")).mend,
  },
];

await main(import.meta, async ([name = "", ...argv]) => {
  if (name === "--help") return help();
  const command = commands.find((each) => each.name === name);
  if (!command) throw unknownCommand(name);
  return (await command.load())(argv);
});

function help(): number {
  const width = Math.max(...commands.map((command) => command.name.length));
  console.log(["npx tsx instructor COMMAND [options]", ""].join("\n"));
  for (const command of commands) console.log(`  ${command.name.padEnd(width)}  ${command.about}`);
  console.log("\nnpx tsx instructor COMMAND --help shows the options of one.");
  return 0;
}

function unknownCommand(name: string): Problem {
  const known = commands.map((command) => command.name);
  const closest = nearest(name, known);
  return new Problem(
    name === "" ? "Which command?" : `There is no command "${name}".`,
    { known: known.join(", "), ...(closest === undefined ? {} : { closest }) },
    "npx tsx instructor --help",
  );
}

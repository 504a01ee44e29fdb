import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { main } from "@long-running-api/kit/main";
import type { InstructorCommand } from "./command.ts";
import { breakIt } from "./commands/break.ts";
import { mend } from "./commands/mend.ts";
import { reset } from "./commands/reset.ts";
import { reveal } from "./commands/reveal.ts";
import { solve } from "./commands/solve.ts";

/** The commands for instructors. */
const commands: readonly InstructorCommand[] = [solve, reset, breakIt, reveal, mend];

await main(import.meta, async ([name = "", ...argv]) => {
  if (name === "--help") return help();
  const command = commands.find((each) => each.name === name);
  if (!command) throw unknownCommand(name);
  return command.run(argv);
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

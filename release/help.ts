import { packageName } from "@long-running-api/kit/project-folder";
import { commands } from "./commands.ts";

/** The commands of the package, a line each. */
export function help(): string[] {
  const width = Math.max(...Object.keys(commands).map(({ length }) => length));
  return [
    `npx ${packageName} [COMMAND] [options]`,
    "",
    ...Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`),
    "",
    `Without a command it starts the tutorial. npx ${packageName} COMMAND --help shows the options of one.`,
  ];
}

import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { main } from "@long-running-api/kit/main";
import { commands } from "./commands.ts";

await main(import.meta, async ([word = ""]) => {
  const known = Object.keys(commands);
  const closest = nearest(word, known);
  throw new Problem(
    `There is no command "${word}".`,
    { known: known.join(", "), ...(closest === undefined ? {} : { closest }) },
    "npx long-running-api-companion --help",
  );
});

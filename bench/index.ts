import { commonOptions, readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { main } from "@long-running-api/kit/main";
import { coldStart } from "./cold-start.ts";
import { engine } from "./engine.ts";
import type { Figure } from "./figure.ts";
import { gateway } from "./gateway.ts";
import { oss } from "./oss.ts";
import { polls } from "./polls.ts";
import { testing } from "./testing.ts";
import { tutorial } from "./tutorial.ts";
import { vtl } from "./vtl.ts";

/** The measurements, in the order of the table. */
const benches: Record<string, () => Promise<Figure[]>> = {
  "cold-start": coldStart,
  gateway,
  testing,
  tutorial,
  engine,
  oss,
  polls,
  vtl,
};

const spec = {
  usage: "npx tsx bench",
  about:
    "Measures speed, each figure beside its bound. Without a name, all of them, which takes several minutes.",
  options: { help: commonOptions.help },
  words: { label: "bench", known: Object.keys(benches) },
} as const;

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  handleSignals();
  const chosen = Object.entries(benches).filter(
    ([name]) => line.words.length === 0 || line.words.includes(name),
  );
  const figures: Figure[] = [];
  for (const [name, bench] of chosen) {
    console.error(`${name} …`);
    figures.push(...(await bench()));
  }
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, measured, bound } of figures)
    console.log(`${what.padEnd(width)}  ${measured.padStart(24)}  bound: ${bound}`);
  return 0;
});

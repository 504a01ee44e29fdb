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

await main(import.meta, async (argv) => {
  const chosen = argv.length === 0 ? Object.keys(benches) : argv;
  const figures: Figure[] = [];
  for (const name of chosen) {
    const bench = benches[name];
    if (!bench) throw new Error(`There is no bench "${name}". Known: ${Object.keys(benches).join(", ")}`);
    console.error(`${name} …`);
    figures.push(...(await bench()));
  }
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, measured, bound } of figures)
    console.log(`${what.padEnd(width)}  ${measured.padStart(24)}  bound: ${bound}`);
});

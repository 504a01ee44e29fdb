import { prices } from "../../run/prices.ts";
import type { RunRecord } from "../../run/record.ts";
import { dollars } from "../format.ts";
import { words } from "../words.ts";
import { workMs } from "./run-lead.tsx";

/** Where the cost figures come from, and how much of them is the work itself. */
export function CostNote({ runs }: { runs: readonly RunRecord[] }) {
  const works = runs.flatMap(({ invocations }) => invocations.filter(({ purpose }) => purpose === "work"));
  const memory = new Set(works.flatMap(({ memoryMb }) => memoryMb ?? []));
  const own = works.flatMap(({ billedMs, memoryMb }) =>
    billedMs === undefined || memoryMb === undefined
      ? []
      : [Math.round((billedMs / 1_000) * (memoryMb / 1_024) * prices.gbSecond)],
  );
  const work = workMs(runs);
  const [least, most] = [Math.min(...own), Math.max(...own)];
  const share =
    own.length === 0 ? "" : least === most ? dollars(most) : `${dollars(least)} to ${dollars(most)}`;
  return (
    <>
      <p class="cap foot" id="cost">
        {words.run.cost(
          memory.size === 1 ? `, ${[...memory][0]} MB` : "",
          work === undefined ? "" : `${Math.round(work / 1_000)} s`,
          share,
        )}
      </p>
      {runs.some(({ complete }) => !complete) && <p class="cap">{words.run.incomplete}</p>}
    </>
  );
}

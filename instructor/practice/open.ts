import { Problem } from "@long-running-api/foundation/problem";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { createOutput, type Output } from "@long-running-api/kit/output";
import { openTarget } from "@long-running-api/kit/targets";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { namesFrom, type TargetOptions } from "@long-running-api/kit/targets/options";
import type { Place } from "../fault.ts";

/** Options of a command for practice. */
export interface Opened extends Place {
  output: Output;
}

/** Opens the target, does something there, closes it; a real account needs `--yes`, also at a terminal. */
export async function atPlace(
  options: TargetOptions,
  act: (opened: Opened) => Promise<number>,
  { writes }: { writes: boolean },
): Promise<number> {
  handleSignals();
  const output = createOutput(options);
  const target = await openTarget(options, { writes });
  try {
    if (writes && target.real && options.yes !== true)
      throw new Problem(
        "This changes resources in a real account, which needs --yes.",
        { target: target.title },
        "Add --yes to confirm. Only resources with the tutorial's tags are changed.",
      );
    return await act({ target, names: namesFrom(options), output });
  } catch (error) {
    throw explainFailure(error, target) ?? error;
  } finally {
    await target.close();
  }
}

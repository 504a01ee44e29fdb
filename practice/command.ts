import { randomInt } from "node:crypto";
import { Problem } from "@long-running-api/foundation/problem";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { ignoreKeys } from "@long-running-api/kit/keys";
import { createOutput } from "@long-running-api/kit/output";
import { canPrompt } from "@long-running-api/kit/prompt";
import { namesFrom } from "@long-running-api/kit/targets/options";
import { cases } from "./cases.ts";
import { casesFor, nextCase, randomCase } from "./choose.ts";
import { listCases } from "./list.ts";
import { readRecord } from "./record.ts";

/** The command line of `npx tsx practice`, as it was read. */
export interface PracticeOptions {
  list: boolean;
  step?: string | undefined;
  level: number | undefined;
  random?: boolean | undefined;
  seed?: string | undefined;
  learner?: string | undefined;
  json?: boolean | undefined;
  color?: boolean | undefined;
}

/** Lists the cases, or practises one after the other; the exit code. */
export async function practice(options: PracticeOptions): Promise<number> {
  const output = createOutput(options);
  const { learner } = namesFrom(options.learner === undefined ? {} : { learner: options.learner });
  const key = learner === undefined ? "" : `-${learner}`;
  const among = casesFor(cases, { step: options.step, level: options.level });
  if (options.list) return listCases(among, readRecord(key), Date.now(), output);
  if (among.length === 0)
    throw new Problem(
      "There is no such case.",
      { step: options.step ?? "any", level: String(options.level ?? "any") },
      "npx tsx practice list",
    );
  if (!canPrompt(output))
    throw new Problem("Practice needs an interactive terminal.", {}, "npx tsx practice list");
  handleSignals();
  // They load the checks and the AWS SDK, which a list does not need.
  const [{ openTarget }, { explainFailure }, { openEnvironment, practiceNames }, { practise }] =
    await Promise.all([
      import("@long-running-api/kit/targets"),
      import("@long-running-api/kit/targets/explain"),
      import("./environment.ts"),
      import("./session.ts"),
    ]);
  const listenAgain = ignoreKeys(process.stdin);
  const target = await openTarget({ target: "local" });
  const forget = beforeLeaving(() => target.close());
  try {
    const random = options.random === true || options.seed !== undefined;
    let seed = options.seed;
    return await practise({
      environment: openEnvironment(target, practiceNames(learner)),
      key,
      output,
      chosen: random || options.step !== undefined || options.level !== undefined,
      next(record) {
        const own = seed ?? String(randomInt(1_000_000));
        seed = undefined; // it chooses the first case only
        const found = random ? randomCase(among, own) : nextCase(among, record, Date.now());
        if (!found) throw new Error("There is no case to choose from.");
        return { case: found, seed: own };
      },
    });
  } catch (error) {
    throw explainFailure(error, target) ?? error;
  } finally {
    listenAgain();
    await target.close().finally(forget); // in this order: a signal that comes now waits for it
  }
}

import { nearest } from "@long-running-api/foundation/nearest";
import type { ProbeContext } from "../engine/probe-context.ts";
import { type StageSeen, stagesOf } from "./api.ts";
import { findApi } from "./find-api.ts";
import type { Search } from "./search.ts";

const tutorialStage = "test";

/** The stage: the chosen one; else the only one; else `test`. */
export async function findStage(context: ProbeContext): Promise<Search<StageSeen>> {
  const { chosen } = context.names;
  const { found: api } = await context.ask(findApi);
  if (!api) return { looked: "no API" };
  const stages = await context.ask(stagesOf, api.id);
  const looked = `of API ${api.name} (${api.id})`;
  const wanted = chosen.stage ?? (stages.length === 1 ? stages[0]?.name : tutorialStage);
  const found = stages.find(({ name }) => name === wanted);
  if (found) return { found, looked };
  if (chosen.stage === undefined && stages.length > 1)
    return { several: stages.map(({ name }) => name), looked };
  const near = nearest(
    wanted ?? tutorialStage,
    stages.map(({ name }) => name),
  );
  return near === undefined ? { looked } : { nearest: near, looked };
}

import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { ConductorApi } from "@long-running-api/conductor/client";
import { type Names, readNames } from "@long-running-api/kit/names";
import { createOutput } from "@long-running-api/kit/output";
import type { StepId } from "@long-running-api/kit/step-ids";
import { embeddedTarget } from "@long-running-api/kit/targets/embedded";
import type { Target } from "@long-running-api/kit/targets/target";
import { checks } from "../../../checks/all.ts";
import type { Report } from "../../../checks/engine/report.ts";
import { runOf } from "../../../checks/engine/run.ts";
import { steps } from "../../../steps/index.ts";
import type { TestCloud } from "../../support/cloud.ts";

/** Where a learner practises: clients that change it, and the checks. */
export interface LearnerPractice {
  target: Target;
  names: Names;
  lambda: LambdaClient;
  gateway: APIGatewayClient;
  conductor: ConductorApi;
  /** Does the steps up to one, with a function that works for two seconds. */
  solve(last: StepId): Promise<void>;
  check(steps: readonly StepId[]): Promise<Report>;
}

/** A learner of their own in a cloud that others use at the same time. */
export async function openLearnerPractice(
  { cloud, access }: TestCloud,
  learner: string,
): Promise<LearnerPractice> {
  const target = embeddedTarget(cloud);
  const names = readNames({ options: { learner }, env: {} });
  const output = { ...createOutput({ color: false }), say: () => {} };
  return {
    target,
    names,
    lambda: new LambdaClient(access),
    gateway: new APIGatewayClient(access),
    conductor: await target.conductor(),
    async solve(last) {
      for (const each of steps) {
        await each.apply({ target, names, output, options: { "processing-seconds": "0" } });
        if (each.id === last) break;
      }
    },
    check: (ids) => runOf(checks, { target, names, steps: ids }),
  };
}

import { connectConductor } from "@long-running-api/conductor/client";
import { readNames } from "@long-running-api/kit/names";
import { createOutput } from "@long-running-api/kit/output";
import { type StepId, stepIds } from "@long-running-api/kit/step-ids";
import { openCloud } from "@long-running-api/local-cloud";
import { checks } from "../../../checks/all.ts";
import type { Report } from "../../../checks/engine/report.ts";
import { runOf } from "../../../checks/engine/run.ts";
import type { Fault, Place } from "../../../instructor/fault.ts";
import { steps } from "../../../steps/index.ts";
import { createApiByHand } from "../by-hand.ts";

/** A separate account in the second AWS and a separate Conductor, with all steps done except the run. */
export interface PeerEnvironment {
  place: Place;
  /** Reports the checks that do not call the API. */
  look(): Promise<Report>;
  /** Undoes the broken step and all later ones, and repeats them. */
  mend(fault: Fault): Promise<void>;
  close(): Promise<void>;
}

/** Without the run: the second AWS does not render templates, so no workflow can read its responses. */
const solvedSteps = stepIds.slice(0, 4);

export async function openPeerEnvironment(endpoint: string, account: string): Promise<PeerEnvironment> {
  const cloud = await openCloud();
  const place = await placeIn(endpoint, account, cloud.conductor);
  for (const id of solvedSteps) await apply(place, id);
  return {
    place,
    look: () => runOf(checks, { ...place, steps: solvedSteps, passive: true }),
    async mend(fault) {
      const again = solvedSteps.slice(solvedSteps.findIndex((id) => id === (fault.breaks ?? fault.step)));
      await fault.cleanUp?.(place);
      for (const id of [...again].reverse()) await stepOf(id).undo(work(place));
      for (const id of again) await apply(place, id);
    },
    close: () => cloud.close(),
  };
}

async function placeIn(endpoint: string, account: string, conductorUrl: string): Promise<Place> {
  const conductor = await connectConductor({ serverUrl: conductorUrl });
  return {
    // A named learner, to test faults for those, too. And each function needs a unique name, since
    // ministack ends its process when another account's function of that name is changed.
    names: readNames({ options: { learner: `learner-${account}` }, env: {} }),
    target: {
      name: "oss",
      title: `the second AWS at ${endpoint}`,
      aws: {
        region: "us-east-1",
        endpoint,
        credentials: { accessKeyId: account, secretAccessKey: "test" }, // its access keys are accounts
        maxAttempts: 2,
        retryMode: "standard",
      },
      waiting: { minDelay: 0.05, maxDelay: 0.2 },
      conductorUrl,
      conductor: async () => conductor,
      real: false,
      invokeUrl: ({ apiId, stage }) => `${endpoint}/_aws/execute-api/${apiId}/${stage}`,
      started: false,
      close: async () => {},
    },
  };
}

async function apply(place: Place, id: StepId): Promise<void> {
  if (id === "03-api") await createApiByHand(place);
  else await stepOf(id).apply(work(place));
}

function work(place: Place) {
  const output = { ...createOutput({ color: false }), say: () => {} };
  return { ...place, output, options: { "processing-seconds": "0" } };
}

function stepOf(id: StepId) {
  const step = steps.find((each) => each.id === id);
  if (!step) throw new Error(`There is no step ${id}.`);
  return step;
}

import { callbackNames } from "@long-running-api/kit/names";
import { limitsFor } from "../../steps/06-callback/limits.ts";
import { taskName } from "../../steps/06-callback/task-name.ts";
import { taskDefinition } from "../../steps/06-callback/workflow.ts";
import { faultsOf } from "../fault.ts";
import { type Change, sequence } from "./change/change.ts";
import { callsBack } from "./change/code.ts";
import { deleteFunction, ownFunction, setVariables, writeNode } from "./change/function.ts";
import { removeRuns, runChanged, runCompletedBy } from "./change/run.ts";
import { changeRequest, changeTask, redefine, unregister, unregisterTask } from "./change/workflow.ts";

/** The same change to the function, the API and the workflow of the callback method. */
function atCallback(change: Change): Change {
  return (place) => change({ ...place, names: callbackNames(place.names) });
}

/** Sets the time limits of the task that waits, in seconds; 0 means none. */
function limitTo(limits: ReturnType<typeof limitsFor>): Change {
  return async ({ target, names }) => {
    const conductor = await target.conductor();
    await conductor.registerTask({ ...taskDefinition(names, 0), ...limits });
  };
}

/** Sets them to what the step sets. */
const limitRightly: Change = async (place) => {
  const { configuration } = await ownFunction({ ...place, names: callbackNames(place.names) });
  await limitTo(limitsFor(configuration.Timeout ?? 60))(place);
};

const limitTask: Change = limitTo({ timeoutSeconds: 5, responseTimeoutSeconds: 5 });

const serverOf: Change = async (place) => {
  await atCallback(setVariables({ CONDUCTOR_SERVER_URL: place.target.conductorUrl }))(place);
};

const unchanged = runChanged((definition) => definition);

export const callbackFaults = faultsOf("06-callback", [
  {
    id: "callback-function-gone",
    story: "The function that calls back was deleted.",
    trips: ["06-callback/function"],
    inject: atCallback(deleteFunction),
  },
  {
    id: "callback-without-address",
    story: "The function does not have Conductor's address.",
    trips: ["06-callback/function"],
    inject: atCallback(setVariables({ CONDUCTOR_SERVER_URL: undefined })),
  },
  {
    id: "callback-to-old-port",
    story: "The function calls a local cloud that has stopped.",
    trips: ["06-callback/function"],
    inject: atCallback(setVariables({ CONDUCTOR_SERVER_URL: "http://127.0.0.1:1/api" })),
  },
  {
    id: "callback-definition-gone",
    story: "The workflow that waits was deleted.",
    trips: ["06-callback/workflow"],
    inject: atCallback(unregister),
  },
  {
    id: "callback-not-awaited",
    story: "The HTTP task does not wait: asyncComplete is off.",
    trips: ["06-callback/workflow"],
    inject: atCallback(redefine(changeTask("start", () => ({ asyncComplete: false })))),
  },
  {
    id: "callback-of-wrong-id",
    story: "The body sends the run's id where the task's belongs.",
    trips: ["06-callback/workflow"],
    inject: atCallback(
      redefine(
        changeRequest("start", () => ({
          body: {
            requestId: "${workflow.input.requestId}",
            workflowId: "${workflow.workflowId}",
            taskId: "${workflow.workflowId}",
          },
        })),
      ),
    ),
  },
  {
    id: "callback-without-limit",
    story: "The task that waits has no definition, and so no time limit.",
    trips: ["06-callback/time-limit"],
    inject: (place) => unregisterTask(taskName(place.names))(place),
  },
  {
    id: "callback-limit-too-short",
    story: "Conductor gives up on the task that waits before the work is done.",
    trips: ["06-callback/time-limit"],
    inject: limitTo({ timeoutSeconds: 1, responseTimeoutSeconds: 1 }),
  },
  {
    id: "callback-without-fallback",
    story: "No task polls after the one that waits.",
    trips: ["06-callback/fallback"],
    inject: atCallback(redefine((definition) => ({ ...definition, tasks: definition.tasks.slice(0, 1) }))),
  },
  {
    id: "callback-not-optional",
    story: "The task that waits is not optional, so the run fails with it.",
    trips: ["06-callback/fallback"],
    inject: atCallback(redefine(changeTask("start", () => ({ optional: false })))),
  },
  {
    id: "callback-never-run",
    story: "The workflow that waits was never run.",
    trips: ["06-callback/reported"],
    inject: atCallback(removeRuns),
  },
  {
    id: "callback-lost",
    story: "In the run, the function could not reach Conductor, so its callback was lost.",
    trips: ["06-callback/reported"],
    inject: sequence(
      limitTask,
      atCallback(setVariables({ CONDUCTOR_SERVER_URL: "http://127.0.0.1:1/api" })),
      atCallback(unchanged),
      serverOf,
      limitRightly,
    ),
  },
  {
    id: "callback-of-expired-key",
    story: "The function's key has expired: Conductor does not accept it any more.",
    trips: ["06-callback/reported"],
    needsKey: true,
    inject: sequence(
      limitTask,
      atCallback(setVariables({ CONDUCTOR_AUTH_SECRET: "of-a-key-that-has-expired" })),
      atCallback(unchanged),
      limitRightly,
    ),
  },
  {
    id: "callback-never-sent",
    story: "The function does its work, and never calls Conductor.",
    trips: ["06-callback/reported"],
    inject: sequence(
      limitTask,
      atCallback(writeNode(callsBack({ reports: false }))),
      atCallback(unchanged),
      limitRightly,
    ),
  },
  {
    id: "callback-late",
    story: "In the run, the callback came after the time limit.",
    trips: ["06-callback/reported"],
    inject: sequence(
      limitTo({ timeoutSeconds: 1, responseTimeoutSeconds: 1 }),
      atCallback(unchanged),
      limitRightly,
    ),
  },
  {
    id: "callback-sent-wrong-id",
    story: "In the run, the function was given the id of a task that does not exist.",
    trips: ["06-callback/reported"],
    inject: sequence(
      limitTask,
      atCallback(
        runChanged(
          changeRequest("start", ({ body }) => ({
            body: { ...(body as object), taskId: "00000000-0000-0000-0000-000000000000" },
          })),
        ),
      ),
      limitRightly,
    ),
  },
  {
    id: "callback-forged",
    story: "In the run, someone else completed the task while the function was still working.",
    trips: ["06-callback/reported"],
    inject: atCallback(runCompletedBy({})),
  },
  {
    id: "callback-of-other-run",
    story: "In the run, the task was completed with the result of another one.",
    trips: ["06-callback/reported"],
    inject: atCallback(runCompletedBy({ requestId: "12345-of-yesterday", status: "COMPLETED" })),
  },
  {
    id: "callback-twice",
    story: "The function does its work again when an event is delivered a second time.",
    trips: ["06-callback/once"],
    inject: atCallback(writeNode(callsBack({ reports: true }))),
  },
]);

import { faultsOf } from "../fault.ts";
import { replaceOrThrow, sequence } from "./change/change.ts";
import {
  forgetRow,
  freshId,
  hasPolled,
  pollsKeepFailing,
  removeRuns,
  run,
  runChanged,
  runOvertaken,
  sawProcessing,
  terminateRuns,
} from "./change/run.ts";
import {
  changeCondition,
  changeRequest,
  changeUri,
  changeUris,
  registerTask,
  unregisterTask,
} from "./change/workflow.ts";

export const runFaults = faultsOf("05-run", [
  {
    id: "never-run",
    story: "The workflow is registered, but was never run.",
    trips: ["05-run/started"],
    inject: removeRuns,
  },
  {
    id: "ran-with-other-input",
    story: "The workflow was run with the input id instead of requestId.",
    trips: ["05-run/started"],
    inject: sequence(run({ id: freshId() }, hasPolled), terminateRuns),
  },
  {
    id: "ran-with-empty-id",
    story: "The workflow was run with an empty requestId.",
    trips: ["05-run/started"],
    inject: sequence(run({ requestId: "" }), terminateRuns),
  },
  {
    id: "ran-with-slash",
    story: "The workflow was run with a slash in the requestId.",
    trips: ["05-run/polled"],
    inject: run({ requestId: "reports/7" }),
    cleanUp: forgetRow("reports/7"),
  },
  {
    id: "ran-with-blank-space",
    story: "The workflow was run with a space in the requestId.",
    trips: ["05-run/completed"],
    inject: run({ requestId: "my report" }, hasPolled),
    cleanUp: sequence(terminateRuns, forgetRow("my report")),
  },
  {
    id: "ran-with-placeholders",
    story: "The workflow was run before the placeholders were replaced.",
    trips: ["05-run/requested"],
    inject: runChanged(
      changeUris((uri) => replaceOrThrow(uri, /^.*(?=\/)/, "https://<your-api-gateway-id>.invalid/<stage>")),
    ),
  },
  {
    id: "ran-at-old-port",
    story: "The workflow was run while it called a local cloud that had stopped.",
    trips: ["05-run/requested"],
    inject: runChanged(changeUris((uri) => replaceOrThrow(uri, /:\d+\//, ":1/"))),
  },
  {
    id: "ran-with-wrong-stage",
    story: "The workflow was run with a stage that does not exist.",
    trips: ["05-run/requested"],
    inject: runChanged(changeUri("start", (uri) => replaceOrThrow(uri, /\/[^/]+(?=\/[^/]*$)/, "/prod"))),
  },
  {
    id: "ran-without-poll-task",
    story: "The workflow was run before it had a task that polls.",
    trips: ["05-run/polled"],
    inject: runChanged((definition) => ({ ...definition, tasks: definition.tasks.slice(0, 1) })),
  },
  {
    id: "ran-without-http-task",
    story: "The workflow was run before it had a task that starts the work.",
    trips: ["05-run/requested"],
    inject: sequence(
      runChanged((definition) => ({ ...definition, tasks: definition.tasks.slice(1) }), { until: hasPolled }),
      terminateRuns,
    ),
  },
  {
    id: "polled-wrong-path",
    story: "The workflow was run when it polled a path that does not exist.",
    trips: ["05-run/polled"],
    inject: runChanged(changeUri("poll", (uri) => replaceOrThrow(uri, /\/(?=\$)/, "/status/"))),
  },
  {
    id: "polled-for-404-only",
    story: "The run accepted only the status code 404.",
    trips: ["05-run/polled"],
    inject: runChanged(changeRequest("poll", () => ({ acceptedStatusCodes: ["404"] }))),
  },
  {
    id: "polls-keep-failing",
    story: "The run polls an address where nothing answers.",
    trips: ["05-run/polled"],
    inject: runChanged(
      (definition) => {
        const gone = changeUri("poll", (uri) => replaceOrThrow(uri, /:\d+\//, ":1/"))(definition);
        return changeRequest("poll", () => ({ pollingInterval: 1 }))(gone);
      },
      { until: pollsKeepFailing },
    ),
    cleanUp: terminateRuns,
  },
  {
    id: "condition-failed-the-run",
    story: "The run failed because its condition returned -1 while the work was running.",
    trips: ["05-run/polled"],
    inject: runChanged(
      changeCondition(() => '$.output.response.body.body.status == "COMPLETED" ? 1 : -1'),
      { atWork: true },
    ),
  },
  {
    id: "condition-threw",
    story: "The run failed because its condition read a field that does not exist.",
    trips: ["05-run/polled"],
    inject: runChanged(
      changeCondition(() => '$.output.response.body.result.status == "COMPLETED"'),
      { atWork: true },
    ),
  },
  {
    id: "polls-used-up",
    story: "The run was allowed only one poll.",
    trips: ["05-run/polled"],
    inject: runChanged(
      changeRequest("poll", () => ({ maxPollCount: 1, pollingInterval: 1 })),
      { atWork: true },
    ),
  },
  {
    id: "run-terminated",
    story: "The run was terminated.",
    trips: ["05-run/completed"],
    inject: sequence(run({ requestId: freshId() }, sawProcessing), terminateRuns),
  },
  {
    id: "ended-too-early",
    story: "The run ended at its first poll because its condition tested only the HTTP status.",
    trips: ["05-run/completed"],
    inject: runChanged(
      changeCondition((text) => replaceOrThrow(text, / && .*?COMPLETED"/, "")),
      { atWork: true },
    ),
  },
  {
    id: "polls-for-ever",
    story: "The run polls forever because its condition reads the wrong path.",
    trips: ["05-run/completed"],
    inject: runChanged(
      (definition) =>
        changeCondition((text) => replaceOrThrow(text, "body.body.status", "body.status"))(
          // It is checked before the second poll.
          changeRequest("poll", () => ({ pollingInterval: 30 }))(definition),
        ),
      { until: hasPolled, atWork: true },
    ),
  },
  {
    id: "ran-with-two-ids",
    story: "The run posted a different requestId than it polled for.",
    trips: ["05-run/completed"],
    inject: runChanged(
      changeRequest("start", () => ({ body: { requestId: "somebody-else" } })),
      { until: hasPolled },
    ),
    cleanUp: forgetRow("somebody-else"),
  },
  {
    id: "id-used-again",
    story: "The run reused a requestId and ended when the earlier request's work did.",
    trips: ["05-run/waited"],
    inject: runOvertaken("used-again"),
    cleanUp: forgetRow("used-again"),
  },
  {
    id: "ran-with-a-list",
    story: "A run was started with a list instead of the requestId.",
    trips: ["05-run/started"],
    inject: sequence(run({ requestId: ["12345"] }, hasPolled), terminateRuns),
    cleanUp: forgetRow('["12345"]'),
  },
  {
    id: "run-timed-out",
    story: "The run was limited to 15 seconds and polled once.",
    trips: ["05-run/completed"],
    inject: runChanged(
      (definition) => ({
        ...changeRequest("poll", () => ({ pollingInterval: 30 }))(definition),
        timeoutSeconds: 15,
        timeoutPolicy: "TIME_OUT_WF",
      }),
      { atWork: true },
    ),
  },
  {
    id: "poll-timed-out",
    story: "The task definition ended the poll after one second.",
    trips: ["05-run/polled"],
    inject: sequence(
      registerTask({
        name: "http_poll",
        timeoutSeconds: 1,
        responseTimeoutSeconds: 1,
        totalTimeoutSeconds: 0,
        timeoutPolicy: "TIME_OUT_WF",
      }),
      runChanged(
        changeRequest("poll", () => ({ pollingInterval: 30 })),
        { atWork: true },
      ),
      unregisterTask("http_poll"),
    ),
  },
]);

import { faultsOf } from "../fault.ts";
import { edited, inOrder } from "./change/change.ts";
import {
  forgetRow,
  freshId,
  hasPolled,
  removeRuns,
  run,
  runChanged,
  runOvertaken,
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
    story: "Somebody registered the workflow and never ran it.",
    trips: ["05-run/started"],
    inject: removeRuns,
  },
  {
    id: "ran-with-other-input",
    story: "Somebody ran the workflow with the input id in place of requestId.",
    trips: ["05-run/started"],
    inject: inOrder(run({ id: freshId() }, hasPolled), terminateRuns),
  },
  {
    id: "ran-with-empty-id",
    story: "Somebody ran the workflow with an empty requestId.",
    trips: ["05-run/started"],
    inject: inOrder(run({ requestId: "" }), terminateRuns),
  },
  {
    id: "ran-with-slash",
    story: "Somebody ran the workflow with a slash in the requestId.",
    trips: ["05-run/polled"],
    inject: run({ requestId: "reports/7" }),
    cleanUp: forgetRow("reports/7"),
  },
  {
    id: "ran-with-blank-space",
    story: "Somebody ran the workflow with a blank space in the requestId.",
    trips: ["05-run/completed"],
    inject: run({ requestId: "my report" }, hasPolled),
    cleanUp: inOrder(terminateRuns, forgetRow("my report")),
  },
  {
    id: "ran-with-placeholders",
    story: "Somebody ran the workflow before the placeholders were replaced.",
    trips: ["05-run/requested"],
    inject: runChanged(
      changeUris((uri) => edited(uri, /^.*(?=\/)/, "https://<your-api-gateway-id>.invalid/<stage>")),
    ),
  },
  {
    id: "ran-at-old-port",
    story: "Somebody ran the workflow while it called a cloud that is no more.",
    trips: ["05-run/requested"],
    inject: runChanged(changeUris((uri) => edited(uri, /:\d+\//, ":1/"))),
  },
  {
    id: "ran-with-wrong-stage",
    story: "Somebody ran the workflow with a stage in its address that is not there.",
    trips: ["05-run/requested"],
    inject: runChanged(changeUri("start", (uri) => edited(uri, /\/[^/]+(?=\/[^/]*$)/, "/prod"))),
  },
  {
    id: "ran-without-poll-task",
    story: "Somebody ran the workflow before it had a task that polls.",
    trips: ["05-run/polled"],
    inject: runChanged((definition) => ({ ...definition, tasks: definition.tasks.slice(0, 1) })),
  },
  {
    id: "ran-without-http-task",
    story: "Somebody ran the workflow before it had a task that starts the work.",
    trips: ["05-run/requested"],
    inject: inOrder(
      runChanged((definition) => ({ ...definition, tasks: definition.tasks.slice(1) }), hasPolled),
      terminateRuns,
    ),
  },
  {
    id: "polled-wrong-path",
    story: "Somebody ran the workflow when it polled a path that is not there.",
    trips: ["05-run/polled"],
    inject: runChanged(changeUri("poll", (uri) => edited(uri, /\/(?=\$)/, "/status/"))),
  },
  {
    id: "polled-for-404-only",
    story: "Somebody's run accepted no status code but 404.",
    trips: ["05-run/polled"],
    inject: runChanged(changeRequest("poll", () => ({ acceptedStatusCodes: ["404"] }))),
  },
  {
    id: "condition-failed-the-run",
    story: "Somebody's run ended as failed, because its condition answered -1 while the work went on.",
    trips: ["05-run/polled"],
    inject: runChanged(changeCondition(() => '$.output.response.body.body.status == "COMPLETED" ? 1 : -1')),
  },
  {
    id: "condition-threw",
    story: "Somebody's run ended as failed, because its condition read what is not there.",
    trips: ["05-run/polled"],
    inject: runChanged(changeCondition(() => '$.output.response.body.result.status == "COMPLETED"')),
  },
  {
    id: "polls-used-up",
    story: "Somebody's run was allowed one poll, and used it up.",
    trips: ["05-run/polled"],
    inject: runChanged(changeRequest("poll", () => ({ maxPollCount: 1, pollingInterval: 1 }))),
  },
  {
    id: "run-terminated",
    story: "Somebody terminated the run.",
    trips: ["05-run/completed"],
    inject: inOrder(run({ requestId: freshId() }, hasPolled), terminateRuns),
  },
  {
    id: "ended-too-early",
    story: "Somebody's run ended at its first poll, because its condition tested the HTTP status only.",
    trips: ["05-run/completed"],
    inject: runChanged(changeCondition((text) => edited(text, / && .*?COMPLETED"/, ""))),
  },
  {
    id: "polls-for-ever",
    story: "Somebody's run polls for ever, because its condition looks in the wrong place.",
    trips: ["05-run/completed"],
    inject: runChanged(
      changeCondition((text) => edited(text, "body.body.status", "body.status")),
      hasPolled,
    ),
  },
  {
    id: "ran-with-two-ids",
    story: "Somebody's run posted another id than it polled for.",
    trips: ["05-run/completed"],
    inject: runChanged(
      changeRequest("start", () => ({ body: { requestId: "somebody-else" } })),
      hasPolled,
    ),
    cleanUp: forgetRow("somebody-else"),
  },
  {
    id: "id-used-again",
    story: "Somebody used a requestId again, and the run ended when the earlier request's work did.",
    trips: ["05-run/waited"],
    inject: runOvertaken("used-again"),
    cleanUp: forgetRow("used-again"),
  },
  {
    id: "ran-with-a-list",
    story: "Somebody ran the workflow with a list in place of the requestId.",
    trips: ["05-run/started"],
    inject: inOrder(run({ requestId: ["12345"] }, hasPolled), terminateRuns),
    cleanUp: forgetRow('["12345"]'),
  },
  {
    id: "run-timed-out",
    story: "Somebody's run was limited to one second, and polled once.",
    trips: ["05-run/completed"],
    inject: runChanged((definition) => ({
      ...changeRequest("poll", () => ({ pollingInterval: 30 }))(definition),
      timeoutSeconds: 1,
      timeoutPolicy: "TIME_OUT_WF",
    })),
  },
  {
    id: "poll-timed-out",
    story: "Somebody's task definition ended the poll after one second.",
    trips: ["05-run/polled"],
    inject: inOrder(
      registerTask({
        name: "http_poll",
        timeoutSeconds: 1,
        responseTimeoutSeconds: 1,
        totalTimeoutSeconds: 0,
        timeoutPolicy: "TIME_OUT_WF",
      }),
      runChanged(changeRequest("poll", () => ({ pollingInterval: 30 }))),
      unregisterTask("http_poll"),
    ),
  },
]);

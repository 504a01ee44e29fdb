import { faultsOf } from "../../fault.ts";
import { replaceOrThrow } from "../change/change.ts";
import { changeCondition, redefine } from "../change/workflow.ts";

/** What ends the poll. */
export const conditionFaults = faultsOf("04-workflow", [
  {
    id: "condition-of-other-path",
    story: "Somebody's condition looks for body.status.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((text) => replaceOrThrow(text, "body.body.status", "body.status"))),
  },
  {
    id: "condition-of-sdk-example",
    story: "Somebody took the path $.output.body.status from an SDK's example.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition(() => '$.output.body.status == "COMPLETED"')),
  },
  {
    id: "condition-of-other-word",
    story: "Somebody's condition waits for Completed.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((text) => replaceOrThrow(text, "COMPLETED", "Completed"))),
  },
  {
    id: "condition-without-return",
    story: "Somebody forgot the return in the condition.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((text) => replaceOrThrow(text, "return ", ""))),
  },
  {
    id: "condition-always-true",
    story: "Somebody's condition tests the HTTP status only.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(changeCondition((text) => replaceOrThrow(text, / && .*?COMPLETED"/, ""))),
  },
  {
    id: "condition-assigns",
    story: "Somebody's condition sets the status in place of comparing it.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(
      changeCondition(
        () => '(function(){ return !!($.output.response.body.body.status = "COMPLETED"); })();',
      ),
    ),
  },
  {
    id: "condition-fails-before-it-is-known",
    story: "Somebody's condition ends the task as failed while the id is not known yet.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(
      changeCondition(
        () =>
          '(function(){ var s = $.output.response.body.body.status; return s == "COMPLETED" ? 1 : s == "PROCESSING" ? 0 : -1; })();',
      ),
    ),
  },
  {
    id: "condition-not-called",
    story: "Somebody forgot the () after the condition's function.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((condition) => replaceOrThrow(condition, /\(\);?\s*$/, ""))),
  },
  {
    id: "condition-with-expression",
    story: "Somebody's condition reads the answer by ${…}.",
    trips: ["04-workflow/condition-compiles"],
    inject: redefine(
      changeCondition(() => `\${http_poll_ref.output.response.body.body.status} == "COMPLETED"`),
    ),
  },
  {
    id: "condition-wants-202",
    story: "Somebody's condition waits for the HTTP status 202.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((condition) => replaceOrThrow(condition, "200", "202"))),
  },
  {
    id: "condition-not-processing",
    story: "Somebody's condition ends the poll as soon as the status is not PROCESSING.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(
      changeCondition((condition) => replaceOrThrow(condition, '== "COMPLETED"', '!= "PROCESSING"')),
    ),
  },
]);

import { faultsOf } from "../../fault.ts";
import { replaceOrThrow } from "../change/change.ts";
import { changeCondition, redefine } from "../change/workflow.ts";

/** Faults in the terminationCondition. */
export const conditionFaults = faultsOf("04-workflow", [
  {
    id: "condition-of-other-path",
    story: "The condition reads body.status.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((text) => replaceOrThrow(text, "body.body.status", "body.status"))),
  },
  {
    id: "condition-of-sdk-example",
    story: "The condition reads $.output.body.status, as in an SDK example.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition(() => '$.output.body.status == "COMPLETED"')),
  },
  {
    id: "condition-of-other-word",
    story: "The condition waits for Completed.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((text) => replaceOrThrow(text, "COMPLETED", "Completed"))),
  },
  {
    id: "condition-without-return",
    story: "The condition lacks return.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((text) => replaceOrThrow(text, "return ", ""))),
  },
  {
    id: "condition-always-true",
    story: "The condition tests only the HTTP status.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(changeCondition((text) => replaceOrThrow(text, / && .*?COMPLETED"/, ""))),
  },
  {
    id: "condition-assigns",
    story: "The condition assigns the status instead of comparing it.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(
      changeCondition(
        () => '(function(){ return !!($.output.response.body.body.status = "COMPLETED"); })();',
      ),
    ),
  },
  {
    id: "condition-fails-before-it-is-known",
    story: "The condition fails the task while the item does not exist yet.",
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
    story: "The condition lacks () after its function.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((condition) => replaceOrThrow(condition, /\(\);?\s*$/, ""))),
  },
  {
    id: "condition-with-expression",
    story: "The condition reads the response with ${…}.",
    trips: ["04-workflow/condition-compiles"],
    inject: redefine(
      changeCondition(() => `\${http_poll_ref.output.response.body.body.status} == "COMPLETED"`),
    ),
  },
  {
    id: "condition-wants-202",
    story: "The condition waits for the HTTP status 202.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((condition) => replaceOrThrow(condition, "200", "202"))),
  },
  {
    id: "condition-not-processing",
    story: "The condition ends polling as soon as the status is not PROCESSING.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(
      changeCondition((condition) => replaceOrThrow(condition, '== "COMPLETED"', '!= "PROCESSING"')),
    ),
  },
]);

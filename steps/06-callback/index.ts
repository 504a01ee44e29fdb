import { callbackNames } from "@long-running-api/kit/names";
import { lambdaOptions } from "../02-lambda/index.ts";
import { requestIdOption } from "../05-run/index.ts";
import { type Step, stepCommand } from "../step.ts";
import { taskName } from "./task-name.ts";

export const callback: Step = {
  id: "06-callback",
  title: "The second method: the function completes its task by itself",
  options: {
    ...lambdaOptions,
    ...requestIdOption,
    loop: {
      type: "boolean",
      help: "poll in a loop of HTTP and WAIT, for a server without HTTP_POLL and without its worker",
    },
  },
  plan(names) {
    const own = callbackNames(names);
    return [
      `create the Lambda function ${own.function}, with the role of ${names.function}`,
      "keep Conductor's address in its environment, and the key and its secret if the server needs them",
      `create the REST API ${own.api} with POST /invoke-callback, and deploy it to the stage ${own.stage}`,
      `register the workflow definition ${own.workflow} and the task definition ${taskName(names)} in Conductor`,
      `start one execution of ${own.workflow}; its function writes one item to ${names.table}`,
    ];
  },
  apply: async (work) => (await import("./apply.ts")).applyCallback(work),
  undo: async (work) => (await import("./undo.ts")).undoCallback(work),
};

await stepCommand(import.meta, callback);

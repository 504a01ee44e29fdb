import type { WorkflowDef } from "@long-running-api/conductor/client";
import type { Place } from "../../instructor/fault.ts";
import { replaceOrThrow } from "../../instructor/faults/change/change.ts";
import {
  changeCondition,
  changeRequest,
  changeTask,
  changeUri,
  ownDefinition,
  redefine,
  unregister,
  type WorkflowTask,
} from "../../instructor/faults/change/workflow.ts";
import type { Variation } from "./variation.ts";

const otherName = "MyFirstWorkflow";

/** Other workflow definitions: their names, their inputs, and further tasks. */
export const workflowVariations: readonly Variation[] = [
  { story: "A workflow of another name.", change: rename, workflow: otherName },
  {
    story: "A time limit of an hour for each run.",
    change: redefine((definition) => ({ ...definition, timeoutSeconds: 3600, timeoutPolicy: "TIME_OUT_WF" })),
  },
  {
    story: "Another task before and after the two, other reference names, and version 2.",
    change: redefine(between),
  },
  {
    story: "An earlier task that posts elsewhere, and a later one that sends GET elsewhere.",
    change: redefine((definition) => ({
      ...definition,
      tasks: [elsewhere("told", "POST"), ...definition.tasks, elsewhere("asked", "GET")],
    })),
  },

  { story: "A requestId that is a number.", change: async () => {}, input: { requestId: 424242 } },
  {
    story: "The workflow's input is called jobId.",
    change: redefine(withId("workflow.input.jobId")),
    input: { jobId: "67890" },
  },
  {
    story: "The requestId is inside another input.",
    change: redefine(withId("workflow.input.order.id")),
    input: { order: { id: "67890" } },
  },
  { story: "An input in brackets.", change: redefine(withId("workflow.input['requestId']")) },
  {
    story: "The interval, the method and the expected status come from the inputTemplate.",
    change: redefine((definition) => ({
      ...changeTask("poll", ({ inputParameters }) => ({
        inputParameters: { ...inputParameters, done: "${workflow.input.done}" },
      }))(
        changeRequest("poll", () => ({
          pollingInterval: "${workflow.input.interval}",
          method: "${workflow.input.method}",
          terminationCondition: "$.output.response.body.body.status === $.input.done",
        }))(definition),
      ),
      inputTemplate: { interval: 1, method: "GET", done: "COMPLETED" },
    })),
  },
  {
    story: "The condition itself in the inputTemplate.",
    change: redefine((definition) => ({
      ...changeCondition(() => "${workflow.input.done}")(definition),
      inputTemplate: { done: '$.output.response.body.body.status === "COMPLETED"' },
    })),
  },
  {
    story: "A poll of something else before the work is started.",
    change: redefine((definition) => {
      const http_request = {
        uri: replaceOrThrow(baseOf(definition), /\/_aws.*/, "/health"),
        method: "GET",
        pollingInterval: "1",
        terminationCondition: "$.output.response.statusCode == 200",
      };
      return inFront(task("server_up", "HTTP_POLL", { http_request }), definition);
    }),
  },
  {
    story: "Both tasks within a loop.",
    change: redefine((definition) => {
      const loop = {
        loopCondition: "$.once['iteration'] < 1",
        loopOver: definition.tasks,
        evaluatorType: "javascript",
      };
      return {
        ...definition,
        tasks: [{ ...task("once", "DO_WHILE", { once: "${once}" }), ...loop } as WorkflowTask],
      };
    }),
  },
  { story: "A sub workflow polls.", change: redefine(pollInSubWorkflow) },
  {
    story: "Each run's own workflowId is the requestId.",
    change: redefine(withId("workflow.workflowId")),
    input: { order: 7 },
  },
  {
    story: "The requestId comes from an earlier task.",
    change: redefine((definition) => {
      const expression = "(function(){ return 'id-' + Math.floor(Math.random() * 1e9); })()";
      const inputParameters = { evaluatorType: "graaljs", expression };
      return inFront(task("make_id", "INLINE", inputParameters), withId("make_id.output.result")(definition));
    }),
    input: {},
  },
  {
    story: "The poll takes the id from the acknowledgement.",
    change: redefine(
      changeUri("poll", (uri) => replaceOrThrow(uri, "workflow.input", "invokeLambda.output.response.body")),
    ),
  },
  {
    story: "The invoke URL in the inputTemplate.",
    change: redefine((definition) => {
      const base = baseOf(definition);
      const changed = replacedIn(definition, base, "${workflow.input.base}");
      return { ...changed, inputTemplate: { base } };
    }),
  },
  {
    story: "An id that both tasks derive from the run's input.",
    change: redefine((definition) =>
      replacedIn(definition, "${workflow.input.requestId}", "job-${workflow.input.requestId}"),
    ),
  },
  {
    story: "The invoke URL in a variable of the workflow.",
    change: redefine((definition) => {
      const base = baseOf(definition);
      const changed = replacedIn(definition, base, "${workflow.variables.base}");
      return inFront(task("set", "SET_VARIABLE", { base }), changed);
    }),
  },
];

async function rename(place: Place): Promise<void> {
  const definition = await ownDefinition(place);
  await (await place.target.conductor()).register({ ...definition, name: otherName });
  await unregister(place);
}

function between(definition: WorkflowDef): WorkflowDef {
  const note = (ref: string) => task(ref, "SET_VARIABLE", { seen: "${workflow.input.requestId}" });
  const renamed = definition.tasks.map((each, index) => {
    const name = `t${index}`;
    return { ...each, name, taskReferenceName: name };
  });
  return { ...definition, version: 2, tasks: [note("before"), ...renamed, note("after")] };
}

function elsewhere(ref: string, method: string): WorkflowTask {
  const http_request = { uri: "https://hooks.example.com/events", method, body: { text: "a run has begun" } };
  return { ...task(ref, "HTTP", { http_request }), optional: true };
}

function inFront(first: WorkflowTask, definition: WorkflowDef): WorkflowDef {
  return { ...definition, tasks: [first, ...definition.tasks] };
}

function task(ref: string, type: string, inputParameters: object): WorkflowTask {
  return { name: ref, taskReferenceName: ref, type, inputParameters } as WorkflowTask;
}

/** The definition with another source of the requestId. */
function withId(path: string): (definition: WorkflowDef) => WorkflowDef {
  return (definition) => replacedIn(definition, "${workflow.input.requestId}", `\${${path}}`);
}

function baseOf({ tasks }: WorkflowDef): string {
  const request = tasks[0]?.inputParameters?.["http_request"] as { uri: string };
  return replaceOrThrow(request.uri, /\/[^/]*$/, "");
}

function replacedIn(definition: WorkflowDef, search: string, replacement: string): WorkflowDef {
  const text = JSON.stringify(definition).replaceAll(search, replacement);
  return JSON.parse(text) as WorkflowDef;
}

/** The poll in a SUB_WORKFLOW, whose definition is in place. */
function pollInSubWorkflow(definition: WorkflowDef): WorkflowDef {
  const [start, ...polls] = definition.tasks;
  const sub = {
    ...task("polls", "SUB_WORKFLOW", { requestId: "${workflow.input.requestId}" }),
    subWorkflowParam: {
      name: "polls",
      version: 1,
      workflowDefinition: { ...definition, name: "polls", tasks: polls },
    },
  };
  return { ...definition, tasks: start ? [start, sub as WorkflowTask] : [] };
}

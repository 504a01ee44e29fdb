import { describe, expect, it } from "vitest";
import { ConductorError } from "../error.ts";

const simple = (name: string, more: object = {}) => ({
  name,
  taskReferenceName: name,
  type: "SIMPLE",
  ...more,
});

import { readWorkflowDefinition } from "./read.ts";
import { checkWorkflowDefinition } from "./validate.ts";

const runs = new Set([
  "HTTP",
  "HTTP_POLL",
  "WAIT",
  "SWITCH",
  "DO_WHILE",
  "INLINE",
  "JSON_JQ_TRANSFORM",
  "SET_VARIABLE",
  "TERMINATE",
  "FORK_JOIN",
  "JOIN",
  "SUB_WORKFLOW",
]);

async function findings(tasks: object[], more: object = {}): Promise<string[]> {
  const definition = readWorkflowDefinition({ name: "flow", tasks, ...more });
  const syntax = async (script: string) =>
    script.includes("\\") ? "unexpected token at line 1, column 3" : undefined;
  try {
    await checkWorkflowDefinition(definition, { argument: "arg0", runs, checkSyntax: syntax });
    return [];
  } catch (error) {
    if (!(error instanceof ConductorError)) throw error;
    return (error.validationErrors ?? []).map(({ path, message }) => `${path}: ${message}`);
  }
}

const poll = (fields: object) => ({
  name: "p",
  taskReferenceName: "p",
  type: "HTTP_POLL",
  inputParameters: {
    http_request: { uri: "http://h/", method: "GET", terminationCondition: "true", ...fields },
  },
});

describe("a workflow definition is refused", () => {
  it("for a type that is not supported here, with its name and where it runs", async () => {
    const [finding] = await findings([{ name: "f", taskReferenceName: "f", type: "FORK_JOIN_DYNAMIC" }]);
    expect(finding).toContain("Task type FORK_JOIN_DYNAMIC (taskName: f) is not part of the local Conductor");
    expect(finding).toContain("npx tsx local conductor-oss");
  });

  const fork = (...forkTasks: object[][]) => ({
    name: "f",
    taskReferenceName: "f",
    type: "FORK_JOIN",
    forkTasks,
  });
  const join = { name: "j", taskReferenceName: "j", type: "JOIN", joinOn: ["a"] };

  it.each([
    [
      "without branches",
      [fork(), join],
      "forkTasks should have atleast one task for taskType: FORK_JOIN taskName: f",
    ],
    [
      "with an empty branch",
      [fork([simple("a")], []), join],
      "each branch of forkTasks should have atleast one task for taskType: FORK_JOIN taskName: f",
    ],
    [
      "without a JOIN after it",
      [fork([simple("a")]), simple("b")],
      "Fork task definition is not followed by a join task.  Check the blueprint. taskName: f",
    ],
  ])("for a fork %s", async (_, tasks, message) => {
    expect(await findings(tasks)).toEqual([`arg0.tasks[0]: ${message}`]);
  });

  it("but not for a fork whose JOIN comes after the SWITCH that it ends", async () => {
    const route = {
      name: "s",
      taskReferenceName: "s",
      type: "SWITCH",
      evaluatorType: "value-param",
      expression: "x",
      decisionCases: { one: [fork([simple("a")])] },
    };
    expect(await findings([route, join])).toEqual([]);
  });

  it("for what is wrong in a branch, and in the definition inside a SUB_WORKFLOW", async () => {
    const wrong = { name: "t", taskReferenceName: "t", type: "TERMINATE", inputParameters: {} };
    const [inBranch] = await findings([fork([wrong]), join]);
    expect(inBranch).toMatch(
      /^arg0\.tasks\[0\]\.forkTasks\[0\]\.<list element>\[0\]: terminate task must have/,
    );
    const sub = { name: "s", taskReferenceName: "s", type: "SUB_WORKFLOW" };
    expect(await findings([sub])).toEqual([
      "arg0.tasks[0]: subWorkflowParam field is required for taskType: SUB_WORKFLOW taskName: s",
    ]);
    const workflowDefinition = { name: "inner", tasks: [wrong] };
    const [inside] = await findings([{ ...sub, subWorkflowParam: { name: "inner", workflowDefinition } }]);
    expect(inside).toMatch(/^arg0\.tasks\[0\]\.subWorkflowParam\.workflowDefinition\.tasks\[0\]: terminate/);
  });

  it("for a condition that is not valid JavaScript, with the position", async () => {
    expect(await findings([poll({ terminationCondition: '$.a == \\"x\\"' })])).toEqual([
      "arg0.tasks[0]: terminationCondition of taskName: p is not valid JavaScript: unexpected token at line 1, column 3",
    ]);
  });

  it.each([
    ["pollingInterval", 0],
    ["pollingInterval", -1],
    ["pollingInterval", "abc"],
    ["pollingInterval", 1e9],
    ["pollingStrategy", "SOMETIMES"],
    ["maxPollCount", 0],
  ])("for an HTTP_POLL with %s %s", async (field, value) => {
    expect(await findings([poll({ [field]: value })])).toEqual([expect.stringContaining(field)]);
  });

  it("but not for fields that are filled in at run time", async () => {
    expect(await findings([poll({ pollingInterval: "${workflow.input.seconds}" })])).toEqual([]);
    expect(await findings([poll({ terminationCondition: "${workflow.input.condition}" })])).toEqual([]);
  });

  it("for what Conductor refuses: names, references, missing fields", async () => {
    expect(await findings([], { name: "" })).toEqual([
      "arg0.name: WorkflowDef name cannot be null or empty",
      "arg0.tasks: WorkflowTask list cannot be empty",
    ]);
    expect(await findings([simple("a"), simple("a")])).toEqual([
      "arg0: taskReferenceName: a should be unique across tasks for a given workflowDefinition: flow",
    ]);
    expect(await findings([simple("a", { inputParameters: { x: "${b.output.y}" } })])).toEqual([
      "arg0: taskReferenceName: b for given task: a input value: x of input parameter: ${b.output.y} is not defined in workflow definition.",
    ]);
    expect(await findings([{ name: "s", taskReferenceName: "s", type: "SWITCH" }])).toHaveLength(2);
  });

  it("for more tasks than can be run, in one line", async () => {
    const tasks = Array.from({ length: 10_001 }, (_, index) => simple(`t${index}`));
    expect(await findings(tasks)).toEqual([expect.stringContaining("The workflow has 10001 tasks")]);
  });
});

it("ten thousand tasks are accepted", async () => {
  expect(await findings(Array.from({ length: 10_000 }, (_, index) => simple(`t${index}`)))).toEqual([]);
});

import type { Case } from "./definitions.ts";

/** Definitions with forks, joins and sub workflows, each with what it shows. */
export interface ForkedCase extends Case {
  what: string;
  /** Definitions that have to be registered first. */
  children?: readonly object[];
}

type Task = Record<string, unknown>;

const plain = { version: 1, schemaVersion: 2, ownerEmail: "tests@example.com", timeoutSeconds: 0 };

/** A definition with the fields that the server asks for. */
export function definitionOf(
  name: string,
  tasks: readonly Task[],
  more: object = {},
): { name: string; [other: string]: unknown } {
  return { ...plain, name, tasks, ...more };
}

/** A task that a worker does: `todo` says how. */
export function work(ref: string, todo = "complete", more: Task = {}): Task {
  const inputParameters = { todo, given: ref };
  return { name: "tried_0", taskReferenceName: ref, type: "SIMPLE", inputParameters, ...more };
}

/** A task that waits until it is reported, or for a time. */
export function wait(ref: string, duration?: string, more: Task = {}): Task {
  const inputParameters = duration === undefined ? {} : { duration };
  return { name: "wait", taskReferenceName: ref, type: "WAIT", inputParameters, ...more };
}

/** A FORK_JOIN with its JOIN. */
export function fork(ref: string, branches: readonly Task[][], joinOn: readonly string[], more: Task = {}) {
  return [
    { name: ref, taskReferenceName: ref, type: "FORK_JOIN", forkTasks: branches },
    { name: `${ref}_join`, taskReferenceName: `${ref}_join`, type: "JOIN", joinOn, ...more },
  ] as Task[];
}

/** A SUB_WORKFLOW. */
export function sub(ref: string, subWorkflowParam: object, more: Task = {}): Task {
  const inputParameters = { n: "${workflow.input.n}" };
  return {
    name: "sub",
    taskReferenceName: ref,
    type: "SUB_WORKFLOW",
    subWorkflowParam,
    inputParameters,
    ...more,
  };
}

function set(ref: string, variable: string, value: unknown): Task {
  return {
    name: "set",
    taskReferenceName: ref,
    type: "SET_VARIABLE",
    inputParameters: { [variable]: value },
  };
}

function inline(ref: string, expression: string, given: object = {}): Task {
  const inputParameters = { evaluatorType: "javascript", expression, ...given };
  return { name: "inline", taskReferenceName: ref, type: "INLINE", inputParameters };
}

/** A TERMINATE. */
export function terminate(ref: string, terminationStatus: string): Task {
  const inputParameters = { terminationStatus, workflowOutput: { from: ref } };
  return { name: "terminate", taskReferenceName: ref, type: "TERMINATE", inputParameters };
}

function choose(ref: string, cases: Record<string, Task[]>, defaultCase: Task[] = []): Task {
  const chosen = { evaluatorType: "value-param", expression: "which" };
  const inputParameters = { which: "${workflow.input.text}" };
  return {
    name: "switch",
    taskReferenceName: ref,
    type: "SWITCH",
    ...chosen,
    inputParameters,
    decisionCases: cases,
    defaultCase,
  };
}

function loop(ref: string, times: number, loopOver: Task[]): Task {
  const loopCondition = `$.${ref}['iteration'] < ${times}`;
  return {
    name: "loop",
    taskReferenceName: ref,
    type: "DO_WHILE",
    inputParameters: {},
    loopCondition,
    loopOver,
  };
}

function http(ref: string, path: string, more: Task = {}): Task {
  const http_request = {
    uri: `STUB/${path}/\${workflow.workflowId}/${ref}`,
    method: "GET",
    connectionTimeOut: 30_000,
    readTimeOut: 30_000,
  };
  return {
    name: "tried_0",
    taskReferenceName: ref,
    type: "HTTP",
    inputParameters: { http_request },
    ...more,
  };
}

const doubled = definitionOf("forked_child", [inline("double", "$.n * 2", { n: "${workflow.input.n}" })], {
  outputParameters: { doubled: "${double.output.result}" },
});
const failing = definitionOf("forked_failing", [work("fails", "fail")]);
const grandparent = definitionOf("forked_grand", [sub("inner", { name: "forked_failing", version: 1 })]);

/**
 * None with a task in a branch that is tried again: on the server a JOIN that looks between the failure and the next try
 * fails the run (2 of 5 runs).
 */
const forks: [string, Task[], object?][] = [
  [
    "two branches",
    [
      ...fork("f", [[work("a")], [set("b", "v", 1), work("b2")]], ["a", "b2"]),
      inline("after", "$.j", { j: "${f_join.output}" }),
    ],
  ],
  [
    "a fork within a branch",
    fork(
      "f",
      [[work("a"), ...fork("g", [[work("x")], [work("y")]], ["x", "y"])], [work("b")]],
      ["g_join", "b"],
    ),
  ],
  [
    "a fork as the first of a branch",
    [
      ...fork("f", [fork("g", [[work("x")], [work("y")]], ["x", "y"]), [work("b")]], ["g_join", "b"]),
      set("z", "v", "${f_join.output.g_join.x.result}"),
    ],
  ],
  ["a branch that fails", fork("f", [[work("a", "fail")], [wait("w", "90 seconds")]], ["a", "w"])],
  [
    "a branch that fails before its last task",
    fork("f", [[work("a", "fail"), work("a2")], [wait("w", "90 seconds")]], ["a2", "w"]),
  ],
  [
    "an optional task that fails",
    [...fork("f", [[work("a", "fail", { optional: true })], [work("b")]], ["a", "b"]), work("after")],
  ],
  [
    "an optional task that fails before the last",
    fork("f", [[work("a", "fail", { optional: true }), work("a2")], [work("b")]], ["a2", "b"]),
  ],
  [
    "a permissive task that fails",
    [...fork("f", [[work("a", "fail", { permissive: true })], [work("b")]], ["a", "b"]), work("after")],
  ],
  [
    "an optional JOIN of a permissive task that fails",
    [
      ...fork("f", [[work("a", "fail", { permissive: true })], [work("b")]], ["a", "b"], { optional: true }),
      work("after"),
    ],
  ],
  [
    "a fork within a loop",
    [
      loop("l", 2, [
        inline("i", "1"),
        ...fork("f", [[work("a")], [inline("b", "$.n", { n: "${l.output.iteration}" })]], ["a", "b"]),
      ]),
    ],
  ],
  [
    "a fork within a loop, tasks after it",
    [
      loop("l", 2, [
        ...fork("f", [[work("a")], [work("b")]], ["a", "b"]),
        inline("c", "$.j", { j: "${f_join.output}" }),
      ]),
    ],
  ],
  ["a loop within a branch", fork("f", [[loop("l", 2, [work("a")])], [work("b")]], ["l", "b"])],
  [
    "a fork within a SWITCH",
    [choose("s", { text: fork("f", [[work("a")], [work("b")]], ["a", "b"]) }, [work("d")]), work("after")],
  ],
  [
    "a SWITCH at the end of a branch",
    fork("f", [[work("a"), choose("s", { text: [work("t")] }, [work("d")])], [work("b")]], ["t", "b"]),
  ],
  [
    "a SWITCH at the start of a branch",
    fork("f", [[choose("s", { text: [work("t")] }, [work("d")]), work("a")], [work("b")]], ["a", "b"]),
  ],
  [
    "a SWITCH without a task for the case",
    fork("f", [[choose("s", { other: [work("t")] })], [work("b")]], ["s", "b"]),
  ],
  [
    "a TERMINATE within a branch that completes",
    fork("f", [[terminate("t", "COMPLETED")], [wait("w", "90 seconds")]], ["t", "w"]),
  ],
  [
    "a TERMINATE within a branch that fails",
    fork("f", [[work("a"), terminate("t", "FAILED")], [wait("w", "90 seconds")]], ["t", "w"]),
  ],
  ["HTTP beside WAIT", fork("f", [[http("h", "json")], [wait("w", "1 seconds")]], ["h", "w"])],
  [
    "HTTP that fails beside WAIT",
    fork("f", [[http("h", "status/500")], [wait("w", "90 seconds")]], ["h", "w"]),
  ],
  [
    "a JOIN on one of two branches",
    [...fork("f", [[work("a")], [wait("w", "2 seconds")]], ["a"]), work("after")],
  ],
  ["a JOIN on nothing", [...fork("f", [[work("a")], [wait("w", "1 seconds")]], []), work("after")]],
  ["a JOIN without a fork", [work("a"), { name: "j", taskReferenceName: "j", type: "JOIN", joinOn: ["a"] }]],
  [
    "a JOIN without a fork on nothing",
    [work("a"), { name: "j", taskReferenceName: "j", type: "JOIN" }, work("b")],
  ],
  [
    "three branches in order",
    fork("f", [[work("a"), work("a2"), work("a3")], [work("b")], [inline("c", "3")]], ["a3", "b", "c"]),
  ],
  [
    "a fork that ends a workflow with outputs",
    fork("f", [[work("a")], [work("b")]], ["a", "b"]),
    { outputParameters: { a: "${a.output.result}", j: "${f_join.output}" } },
  ],
];

/** None that ends beside a sub workflow: whether that has started by then is chance (see forked-operations.ts). */
const subs: [string, Task[], object?][] = [
  ["a sub workflow", [sub("s", { name: "forked_child", version: 1 }), set("v", "v", "${s.output.doubled}")]],
  ["a sub workflow without a version", [sub("s", { name: "forked_child" })]],
  ["a sub workflow whose name comes from the input", [sub("s", { name: "forked_${workflow.input.kind}" })]],
  [
    "a sub workflow without inputs",
    [sub("s", { name: "forked_child", version: 1 }, { inputParameters: {} })],
  ],
  [
    "a sub workflow defined in place",
    [sub("s", { name: "in_place", version: 1, workflowDefinition: { ...doubled, name: "in_place" } })],
  ],
  ["a sub workflow that fails", [sub("s", { name: "forked_failing", version: 1 })]],
  [
    "an optional sub workflow that fails",
    [sub("s", { name: "forked_failing", version: 1 }, { optional: true }), work("after")],
  ],
  [
    "a sub workflow that is tried again",
    [sub("s", { name: "forked_failing", version: 1 }, { name: "tried_1" })],
  ],
  ["a sub workflow that is not registered", [sub("s", { name: "forked_nowhere", version: 1 })]],
  ["a sub workflow that is not registered, without a version", [sub("s", { name: "forked_nowhere" })]],
  ["a sub workflow within a sub workflow that fails", [sub("s", { name: "forked_grand", version: 1 })]],
  [
    "a sub workflow in each branch",
    fork(
      "f",
      [
        [sub("s", { name: "forked_child", version: 1 })],
        [sub("t", { name: "forked_child", version: 1 }), work("b")],
      ],
      ["s", "b"],
    ),
  ],
  ["a sub workflow within a loop", [loop("l", 2, [sub("s", { name: "forked_child", version: 1 })])]],
];

const refused: [string, Task[]][] = [
  [
    "a FORK_JOIN without branches",
    [
      { name: "f", taskReferenceName: "f", type: "FORK_JOIN" },
      { name: "j", taskReferenceName: "j", type: "JOIN" },
    ],
  ],
  [
    "a task within a branch that is not valid",
    fork(
      "f",
      [[{ name: "t", taskReferenceName: "t", type: "TERMINATE", inputParameters: {} }], [work("b")]],
      ["t", "b"],
    ),
  ],
  [
    "a task within a branch without a name",
    fork("f", [[work("a", "complete", { name: "" })], [work("b")]], ["a", "b"]),
  ],
  ["the same reference name in two branches", fork("f", [[work("a")], [work("a")]], ["a"])],
  ["a SUB_WORKFLOW without subWorkflowParam", [{ name: "s", taskReferenceName: "s", type: "SUB_WORKFLOW" }]],
  ["a SUB_WORKFLOW without a name", [sub("s", {})]],
  ["a SUB_WORKFLOW whose definition is text", [sub("s", { name: "x", workflowDefinition: "text" })]],
];

/** All of them, named so that they can be told apart on a server. */
export const forkedCases: readonly ForkedCase[] = [...forks, ...subs, ...refused].map(
  ([what, tasks, more], index) => ({
    what,
    definition: definitionOf(`forked_${index}`, tasks, more),
    input: { n: 21, text: "text", kind: "child" },
    children: [doubled, failing, grandparent],
  }),
);

import type { Ran } from "./run-cases.ts";

/** A difference between the embedded engine and Conductor OSS that is deliberate, or too small to remove. */
export interface KnownDifference {
  what: string;
  why: string;
  tasks: readonly object[];
  look(ran: Ran): unknown;
  there: unknown;
  here: unknown;
}

const maps =
  "Conductor OSS hands scripts Java's maps and lists; here they are JSON, as a page about JavaScript has them.";
const json = "A result that is not JSON is an error here; there it is silently converted.";
const early = "What cannot run is rejected at registration, with its position.";
const notHere = "The embedded engine rejects by name what it does not run, and names a server that does.";

/** Each is proven on both servers: a difference that has vanished or changed fails like a new one. */
export const knownDifferences: readonly KnownDifference[] = [
  script("a map as text in a script", maps, "'' + $.map", "{a=1}", "[object Object]"),
  script("a list as text in a script", maps, "'' + $.list", "[1, 2]", "1,2"),
  script("a map in JSON.stringify", maps, "JSON.stringify($.map)", "{}", '{"a":1}'),
  script("the workflow's status in a script", maps, "typeof $.status", "object", "string"),
  script("a Date as a result", json, "new Date(0)", {}, "1970-01-01T00:00:00.000Z"),
  script("NaN as a result", "JSON has no such number.", "0 / 0", "NaN", null),
  script(
    "a member without a value in a result",
    "JSON leaves it out.",
    "({ a: undefined })",
    { a: null },
    {},
  ),
  script(
    "a function as a result",
    `${json} Most often its call was forgotten.`,
    "(function () { return 1; })",
    {},
    "Error evaluating the script `TypeError: The script returned a function, which is not JSON.`",
  ),
  {
    what: "a script that is not JavaScript",
    why: early,
    tasks: [inline("(function () {")],
    look: refusedOr(() => "taken"),
    there: "taken",
    here: 400,
  },
  {
    what: "a termination condition that is not JavaScript",
    why: early,
    tasks: [terminate(), poll("(function () {")],
    look: refusedOr(() => "taken"),
    there: "taken",
    here: 400,
  },
  {
    what: "a task type that is not supported",
    why: notHere,
    tasks: [{ name: "n", taskReferenceName: "n", type: "NOOP" }],
    look: refusedOr(({ status }) => status),
    there: "COMPLETED",
    here: 400,
  },
  {
    what: "a FORK_JOIN without a JOIN after it",
    why: early,
    tasks: [{ ...inFork(), forkTasks: [[inline("1")]] }],
    look: refusedOr(({ status }) => status),
    there: "FAILED",
    here: 400,
  },
  {
    what: "a FORK_JOIN with an empty branch",
    why: early,
    tasks: [
      { ...inFork(), forkTasks: [[inline("1")], []] },
      { name: "join", taskReferenceName: "join", type: "JOIN", joinOn: ["inline"] },
    ],
    look: refusedOr(({ status }) => status),
    there: 500,
    here: 400,
  },
  {
    what: "variables that contain themselves",
    why: "The server cannot serialize them and fails; here they are copied.",
    tasks: [set({ v: 1 }, "one"), set({ v: "${workflow.variables}" }, "two")],
    look: refusedOr(({ variables }) => variables),
    there: 500,
    here: { v: { v: 1 } },
  },
  {
    what: "a JSON_JQ_TRANSFORM that fails within a loop after another task",
    why: "On the server the loop fails instead, and that the task was optional is lost.",
    tasks: [
      {
        name: "loop",
        taskReferenceName: "loop",
        type: "DO_WHILE",
        loopCondition: "false",
        inputParameters: {},
        loopOver: [inline("1"), { ...query(".n.a"), optional: true }],
      },
    ],
    look: refusedOr(({ status, tasks }) => [status, ...tasks.map((task) => task.status)]),
    there: ["FAILED", "FAILED", "COMPLETED", "FAILED"],
    here: ["COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED_WITH_ERRORS"],
  },
  {
    what: "the type of a whole number beyond 2^53 in a script",
    why: "Here it is a BigInt, which keeps its digits as Java's long does there.",
    tasks: [query("1234567890123456789"), inline("typeof $.queried", { queried: "${query.output.result}" })],
    look: refusedOr(({ tasks }) => tasks[1]?.outputData["result"]),
    there: "number",
    here: "bigint",
  },
  {
    what: "jq's arithmetic with whole numbers beyond 2^53",
    why: "jackson-jq computes with longs, jq with doubles; what is not computed with keeps its digits on both.",
    tasks: [query("[1234567890123456789, 1234567890123456788 + 1] | map(tostring)")],
    look: refusedOr(({ tasks }) => tasks[0]?.outputData["result"]),
    there: ["1234567890123456789", "1234567890123456789"],
    here: ["1234567890123456789", "1234567890123456800"],
  },
  {
    what: "what jq says",
    why: "Another jq: errors that are seen often have the same words (packages/conductor/src/jq/message.ts), others the original's.",
    tasks: [query(".n | keys")],
    look: refusedOr(({ tasks }) => tasks[0]?.reasonForIncompletion),
    there: "keys is not applicable to NUMBER; expected one of [OBJECT, ARRAY]",
    here: "number (1) has no keys",
  },
];

function script(
  what: string,
  why: string,
  expression: string,
  there: unknown,
  here: unknown,
): KnownDifference {
  return {
    what,
    why,
    tasks: [inline(expression)],
    look: refusedOr(({ tasks }) => tasks[0]?.outputData["error"] ?? tasks[0]?.outputData["result"]),
    there,
    here,
  };
}

function refusedOr(read: (execution: Extract<Ran, { execution: unknown }>["execution"]) => unknown) {
  return (ran: Ran): unknown =>
    "execution" in ran ? read(ran.execution) : (ran.refused as { status: number }).status;
}

function inline(expression: string, more: object = {}): object {
  const given = { map: { a: 1 }, list: [1, 2], status: "${workflow.status}", ...more };
  const inputParameters = { evaluatorType: "javascript", expression, ...given };
  return { name: "inline", taskReferenceName: "inline", type: "INLINE", inputParameters };
}

function poll(terminationCondition: string): object {
  const http_request = {
    uri: "http://127.0.0.1:9/",
    method: "GET",
    pollingInterval: "5",
    terminationCondition,
  };
  const inputParameters = { http_request };
  return { name: "poll", taskReferenceName: "poll", type: "HTTP_POLL", inputParameters };
}

function inFork(): object {
  return { name: "fork", taskReferenceName: "fork", type: "FORK_JOIN" };
}

/** What comes after it is registered, and never reached. */
function terminate(): object {
  const inputParameters = { terminationStatus: "COMPLETED" };
  return { name: "terminate", taskReferenceName: "terminate", type: "TERMINATE", inputParameters };
}

function query(queryExpression: string): object {
  const inputParameters = { n: 1, queryExpression };
  return { name: "query", taskReferenceName: "query", type: "JSON_JQ_TRANSFORM", inputParameters };
}

function set(inputParameters: object, taskReferenceName: string): object {
  return { name: "set", taskReferenceName, type: "SET_VARIABLE", inputParameters };
}

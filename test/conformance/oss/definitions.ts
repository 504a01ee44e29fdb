import fc from "fast-check";

/** A definition to run on both servers, with its input. */
export interface Case {
  definition: { name: string; [other: string]: unknown };
  input: Record<string, unknown>;
}

type Task = Record<string, unknown>;

/** A task without a name: the name depends on its position. */
type Draft = (name: string, before: readonly string[]) => Task;

/** Task definitions that the generated tasks are called by: how often they are tried again. */
export const taskDefinitions = [0, 1, 2].map((retryCount) => ({
  name: `tried_${retryCount}`,
  ownerEmail: "tests@example.com",
  retryCount,
  retryLogic: "FIXED",
  retryDelaySeconds: 0,
  timeoutSeconds: 0,
  responseTimeoutSeconds: 3600,
}));

/** The name of SIMPLE tasks that have no definition. */
export const undefinedTask = "undefined_work";

/** Names that the tests' worker serves. */
export const workerTaskNames = [...taskDefinitions.map(({ name }) => name), undefinedTask];

const literal = fc.oneof(
  fc.integer({ min: -5, max: 50 }),
  fc.constantFrom("text", "", "two words", "0", "true", true, false),
  fc.constantFrom({ a: 1 }, { a: { b: "c" }, list: [1, 2] }, [1, "two", { three: 3 }], []),
);

/** Kinds of references: to an existing value, to a missing one, inside a text. */
const reference = fc.record({
  kind: fc.constantFrom("input", "variable", "task", "missing", "workflow"),
  pick: fc.nat(7),
  form: fc.constantFrom("whole", "whole", "inText", "twice"),
});

function refer(
  { kind, pick, form }: { kind: string; pick: number; form: string },
  before: readonly string[],
): string {
  const earlier = before[pick % Math.max(1, before.length)];
  const paths =
    {
      input: [
        "workflow.input.n",
        "workflow.input.text",
        "workflow.input.object",
        "workflow.input.object.a",
        "workflow.input.list[1]",
        "workflow.input.list",
        "workflow.input",
        "workflow.input.flag",
      ],
      variable: ["workflow.variables.v", "workflow.variables.w"],
      task:
        earlier === undefined
          ? ["workflow.input.n"]
          : [
              `${earlier}.output.response.body.n`,
              `${earlier}.output.result`,
              `${earlier}.output`,
              `${earlier}.status`,
              `${earlier}.output.deep.er`,
              `${earlier}.output.response.statusCode`,
              `${earlier}.retryCount`,
            ],
      missing: [
        "workflow.input.nothing",
        "nobody.output.x",
        "workflow.input.object.no.such",
        "workflow.input.list[9]",
      ],
      workflow: ["workflow.workflowType", "workflow.version", "workflow.correlationId"],
    }[kind] ?? [];
  const expression = `\${${paths[pick % paths.length] ?? "workflow.input.n"}}`;
  if (form === "inText") return `<${expression}>`;
  return form === "twice" ? `${expression}-${expression}` : expression;
}

type Value = { value: unknown } | { reference: Parameters<typeof refer>[0] };

const value: fc.Arbitrary<Value> = fc.oneof(
  literal.map((found) => ({ value: found })),
  reference.map((found) => ({ reference: found })),
);

function fill(chosen: Value, before: readonly string[]): unknown {
  return "value" in chosen ? chosen.value : refer(chosen.reference, before);
}

const tried = fc.constantFrom("tried_0", "tried_1", "tried_2");
const optional = fc.constantFrom(false, false, false, true);

const setVariable = fc.tuple(fc.constantFrom("v", "w"), value).map(
  ([variable, chosen]): Draft =>
    (name, before) => ({
      name: "set",
      taskReferenceName: name,
      type: "SET_VARIABLE",
      inputParameters: { [variable]: fill(chosen, before) },
    }),
);

const scripts = [
  "$.x",
  "$.n + 1",
  "(function () { return $.x == null ? 'none' : typeof $.x; })()",
  "(function () { return { n: $.y, list: [1, 2, 3] }; })();",
  "({ a: 1 })",
  "'' + $.n",
  "$.x == $.y",
  "[1, 2].concat([3])",
  "JSON.stringify([$.n])",
  "throw new Error('on purpose')",
  "null",
];
const inline = fc
  .tuple(
    fc.constantFrom(...scripts),
    value,
    value,
    optional,
    fc.constantFrom("javascript", "graaljs", "value-param"),
  )
  .map(
    ([expression, x, y, isOptional, evaluatorType]): Draft =>
      (name, before) => ({
        name: "inline",
        taskReferenceName: name,
        type: "INLINE",
        optional: isOptional,
        inputParameters: {
          evaluatorType,
          expression: evaluatorType === "value-param" ? "x" : expression,
          x: fill(x, before),
          y: fill(y, before),
          n: "${workflow.input.n}",
        },
      }),
  );

const paths = [
  "json",
  "json",
  "text",
  "number",
  "empty",
  "list",
  "status/404",
  "status/500",
  "fails/1",
  "fails/2",
  "busy/1",
  "broken/1",
  "created",
];
const http = fc.tuple(fc.constantFrom(...paths), fc.constantFrom("GET", "POST"), value, tried, optional).map(
  ([path, method, body, called, isOptional]): Draft =>
    (name, before) => ({
      name: called,
      taskReferenceName: name,
      type: "HTTP",
      optional: isOptional,
      inputParameters: {
        http_request: {
          uri: `STUB/${path}/\${workflow.workflowId}/${name}`,
          method,
          ...(method === "POST" ? { body: { given: fill(body, before) } } : {}),
          connectionTimeOut: 30_000,
          readTimeOut: 30_000,
        },
      },
    }),
);

const polled = ["poll/1", "poll/2", "poll/2", "text", "empty", "status/404", "status/500"];
const conditions = [
  '$.output.response.body.status == "COMPLETED"',
  "(function () { return $.output.response.statusCode === 404 ? -1 : 1; })()",
  "$.output.response.body.deep.er == 1",
  "false",
  "'text'",
  "throw new Error('on purpose')",
  "$.input.http_request.method === 'GET'",
];
/** There it is our worker that polls: what is compared is the same code in two engines. */
const poll = fc
  .tuple(
    fc.constantFrom(...polled),
    fc.constantFrom(...conditions),
    fc.constantFrom(undefined, ["2xx", "404"]),
    optional,
  )
  .map(
    ([path, terminationCondition, acceptedStatusCodes, isOptional]): Draft =>
      (name) => ({
        name: "polled",
        taskReferenceName: name,
        type: "HTTP_POLL",
        optional: isOptional,
        inputParameters: {
          http_request: {
            uri: `STUB/${path}/\${workflow.workflowId}/${name}`,
            method: "GET",
            pollingInterval: "1",
            maxPollCount: 3,
            terminationCondition,
            ...(acceptedStatusCodes ? { acceptedStatusCodes } : {}),
            connectionTimeOut: 30_000,
            readTimeOut: 30_000,
          },
        },
      }),
  );

const work = fc.oneof(
  fc.tuple(
    fc.constantFrom("complete", "fail", "fail once", "fail twice", "fail for good", "wait first"),
    fc.constantFrom(...taskDefinitions.map(({ name }) => name)),
  ),
  // Without a definition a worker's task that fails is tried again after a minute: too long to wait for here.
  fc.tuple(fc.constantFrom("complete", "fail for good", "wait first"), fc.constant(undefinedTask)),
);
const simple = fc.tuple(work, value, optional).map(
  ([[todo, called], given, isOptional]): Draft =>
    (name, before) => ({
      name: called,
      taskReferenceName: name,
      type: "SIMPLE",
      optional: isOptional,
      inputParameters: { todo, given: fill(given, before) },
    }),
);

const wait = fc.constantFrom("0 seconds", "1 seconds", "1s").map(
  (duration): Draft =>
    (name) => ({ name: "wait", taskReferenceName: name, type: "WAIT", inputParameters: { duration } }),
);

const queries = [".x", "{got: .x}", "[.y, .x]", ".list | length", ".nothing", ".x | tostring", ".x.a.b"];
const jq = fc.tuple(fc.constantFrom(...queries), value, value, optional).map(
  ([queryExpression, x, y, isOptional]): Draft =>
    (name, before) => ({
      name: "transform",
      taskReferenceName: name,
      type: "JSON_JQ_TRANSFORM",
      optional: isOptional,
      inputParameters: { queryExpression, x: fill(x, before), y: fill(y, before), list: [1, 2, 3] },
    }),
);

const terminate = fc.tuple(fc.constantFrom("COMPLETED", "FAILED", "TERMINATED"), value, fc.boolean()).map(
  ([terminationStatus, output, says]): Draft =>
    (name, before) => ({
      name: "terminate",
      taskReferenceName: name,
      type: "TERMINATE",
      inputParameters: {
        terminationStatus,
        workflowOutput: { out: fill(output, before) },
        ...(says ? { terminationReason: "the definition says so" } : {}),
      },
    }),
);

const leaf: fc.Arbitrary<Draft> = fc.oneof(
  { arbitrary: setVariable, weight: 3 },
  { arbitrary: inline, weight: 3 },
  { arbitrary: http, weight: 4 },
  { arbitrary: simple, weight: 4 },
  { arbitrary: wait, weight: 1 },
  { arbitrary: poll, weight: 2 },
);
const leafOrQuery = fc.oneof({ arbitrary: leaf, weight: 15 }, { arbitrary: jq, weight: 2 });

/** A sequence of tasks, named by position; each may refer to earlier ones. */
function sequence(drafts: readonly Draft[], prefix: string, before: readonly string[]): Task[] {
  const known = [...before];
  return drafts.map((draft, index) => {
    const name = `${prefix}${index + 1}`;
    const task = draft(name, known);
    known.push(name);
    return task;
  });
}

function chooseIn(task: fc.Arbitrary<Draft>): fc.Arbitrary<Draft> {
  const branch = fc.array(task, { minLength: 1, maxLength: 2 });
  return fc
    .tuple(fc.constantFrom("value-param", "javascript", "graaljs"), value, branch, branch, fc.boolean())
    .map(
      ([evaluatorType, given, one, other, hasDefault]): Draft =>
        (name, before) => ({
          name: "switch",
          taskReferenceName: name,
          type: "SWITCH",
          evaluatorType,
          expression: evaluatorType === "value-param" ? "which" : "$.which == null ? 'none' : typeof $.which",
          inputParameters: { which: fill(given, before) },
          decisionCases: {
            [evaluatorType === "value-param" ? "text" : "string"]: sequence(one, `${name}a`, before),
            number: sequence(one, `${name}c`, before),
          },
          defaultCase: hasDefault ? sequence(other, `${name}b`, before) : [],
        }),
    );
}

/** Without JSON_JQ_TRANSFORM: what a failing one does to a loop is in known-differences.ts. */
const body = fc.array(fc.oneof({ arbitrary: leaf, weight: 6 }, { arbitrary: chooseIn(leaf), weight: 1 }), {
  minLength: 1,
  maxLength: 2,
});

const loop = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    body,
    fc.boolean(),
    fc.constantFrom(undefined, undefined, "${workflow.input.list}", "${workflow.input.nothing}"),
    fc.constantFrom("<", "<", "<", ">", ".no.such <"),
  )
  .map(
    ([times, drafts, says, over, compares]): Draft =>
      (name, before) => ({
        name: "loop",
        taskReferenceName: name,
        type: "DO_WHILE",
        inputParameters: { times, ...(says ? { said: "${workflow.input.text}" } : {}) },
        ...(over ? { items: over } : {}),
        loopCondition: over && !says ? "" : `$.${name}['iteration'] ${compares} $.times`,
        loopOver: sequence(drafts, `${name}l`, before),
      }),
  );

const step: fc.Arbitrary<Draft> = fc.oneof(
  { arbitrary: leafOrQuery, weight: 8 },
  {
    arbitrary: chooseIn(
      fc.oneof({ arbitrary: leafOrQuery, weight: 6 }, { arbitrary: chooseIn(leaf), weight: 1 }),
    ),
    weight: 3,
  },
  { arbitrary: loop, weight: 2 },
);

const input = fc.record({
  n: fc.integer({ min: 0, max: 9 }),
  text: fc.constantFrom("text", "number", "x"),
  object: fc.constantFrom({ a: 1 }, { a: { b: "deep" } }, {}),
  list: fc.constantFrom([1, 2, 3], ["a"], []),
  flag: fc.boolean(),
});

/** Definitions as learners and operators write them: what goes well, what fails, what is missing. */
export const cases: fc.Arbitrary<Omit<Case, "definition"> & { definition: Task }> = fc
  .tuple(
    fc.array(step, { minLength: 1, maxLength: 4 }),
    fc.option(terminate, { freq: 4, nil: undefined }),
    fc.array(reference, { maxLength: 2 }),
    input,
  )
  .map(([drafts, ending, outputs, given]) => {
    const tasks = sequence(ending ? [...drafts, ending] : drafts, "t", []);
    const names = tasks.map(({ taskReferenceName }) => String(taskReferenceName));
    const outputParameters = Object.fromEntries(
      outputs.map((each, index) => [`o${index}`, refer({ ...each }, names)]),
    );
    outputParameters["status"] = "${workflow.status}";
    return {
      definition: {
        version: 1,
        schemaVersion: 2,
        ownerEmail: "tests@example.com",
        timeoutSeconds: 0,
        tasks,
        outputParameters,
      },
      input: given,
    };
  });

import { ConductorError, invalid, type ValidationError } from "../error.ts";
import { isReadable } from "../expression.ts";
import { readPollSettings } from "../http-poll/settings.ts";
import { isJsonObject, stringifyJson } from "../json.ts";
import { bothGiven, parseDuration, parseUntil } from "../wait.ts";
import type { Json, WorkflowDefinition, WorkflowTask } from "./model.ts";
import { realServer, unknownType } from "./task-types.ts";
import { everyTask } from "./tasks.ts";

/** What a script may be written in. */
export type Language = "JavaScript" | "jq";

/** Checks the syntax of a script; returns what is wrong with it, with its place, or nothing. */
export type CheckSyntax = (script: string, language: Language) => Promise<string | undefined>;

/** How a definition is checked. */
export interface Validation {
  /** What Conductor calls the part of the request that holds the definition: `registerWorkflowDef.arg0`. */
  readonly argument: string;
  /** The task types that the engine runs by itself. */
  readonly runs: { has(type: string): boolean; keys(): Iterable<string> };
  readonly checkSyntax: CheckSyntax;
  /** Accepts poll settings and scripts that fail when they run, as a server does. */
  readonly lenient?: boolean;
}

/** Tasks in one definition; more could not be drawn, read or answered in time. */
const tasksMax = 10_000;

/**
 * Refuses a workflow definition that Conductor would refuse, in its words, and one that this engine would not
 * be able to run, naming what it lacks.
 */
export async function checkWorkflowDefinition(
  definition: WorkflowDefinition,
  { argument, runs, checkSyntax, lenient = false }: Validation,
): Promise<void> {
  const errors: ValidationError[] = [];
  const found = (path: string, message: string, invalidValue?: string): void => {
    errors.push({ path: argument + path, message, ...(invalidValue === undefined ? {} : { invalidValue }) });
  };
  if (definition.name === "") found(".name", "WorkflowDef name cannot be null or empty", "");
  if (definition.tasks.length === 0) found(".tasks", "WorkflowTask list cannot be empty");
  if (definition["schemaVersion"] !== 2) {
    found(
      ".schemaVersion",
      "workflowDef schemaVersion: 2 is only supported",
      String(definition["schemaVersion"]),
    );
  }
  const tasks = [...everyTask(definition.tasks)];
  if (tasks.length > tasksMax) {
    found(
      ".tasks",
      `The workflow has ${tasks.length} tasks; the local Conductor runs up to ${tasksMax}. ${realServer}`,
    );
    throw invalid(errors);
  }
  for (const [path, task, following] of placed(definition.tasks, ".tasks")) {
    if (task.name === "") found(`${path}.name`, "WorkflowTask name cannot be empty or null", "");
    if (task.taskReferenceName === "") {
      found(`${path}.taskReferenceName`, "WorkflowTask taskReferenceName name cannot be empty or null", "");
    }
    for (const message of taskFindings(task, runs)) found(path, message);
    for (const message of forkFindings(task, following)) found(path, message);
    const inPlace = `${argument}${path}.subWorkflowParam.workflowDefinition`;
    const validation = { argument: inPlace, runs, checkSyntax, lenient };
    errors.push(...(await findingsInPlace(task, validation)));
    if (lenient) continue;
    for (const message of pollFindings(task)) found(path, message);
    for (const message of await scriptFindings(task, checkSyntax)) found(path, message);
  }
  // Reported once, however often it is found: on the server they are a set.
  for (const message of new Set(referenceFindings(definition, tasks))) found("", message);
  if (errors.length > 0) throw invalid(errors);
}

/** A task with its place in the definition, and the task after it. */
type Placed = [path: string, task: WorkflowTask, following: WorkflowTask | undefined];

function* placed(tasks: readonly WorkflowTask[], path: string, after?: WorkflowTask): Generator<Placed> {
  for (const [index, task] of tasks.entries()) {
    const place = `${path}[${index}]`;
    const following = tasks[index + 1] ?? after;
    yield [place, task, following];
    for (const [name, branch] of Object.entries(task.decisionCases)) {
      yield* placed(branch, `${place}.decisionCases[${name}]`, following);
    }
    yield* placed(task.defaultCase, `${place}.defaultCase`, following);
    for (const [index, branch] of task.forkTasks.entries()) {
      yield* placed(branch, `${place}.forkTasks[${index}].<list element>`, following);
    }
    yield* placed(task.loopOver, `${place}.loopOver`);
  }
}

/** What Conductor sees only once an execution gets there. */
function* forkFindings(
  { type, name, forkTasks }: WorkflowTask,
  following: WorkflowTask | undefined,
): Generator<string> {
  if (type !== "FORK_JOIN" || forkTasks.length === 0) return;
  if (forkTasks.some((branch) => branch.length === 0)) {
    yield `each branch of forkTasks should have atleast one task for taskType: FORK_JOIN taskName: ${name}`;
  }
  if (following?.type !== "JOIN") {
    yield `Fork task definition is not followed by a join task.  Check the blueprint. taskName: ${name}`;
  }
}

/** What is wrong with the definition that a SUB_WORKFLOW brings along. */
async function findingsInPlace(
  { subWorkflowParam }: WorkflowTask,
  validation: Validation,
): Promise<readonly ValidationError[]> {
  const definition = subWorkflowParam?.workflowDefinition;
  if (definition === undefined || typeof definition === "string") return [];
  try {
    await checkWorkflowDefinition(definition, validation);
    return [];
  } catch (error) {
    if (error instanceof ConductorError) return error.validationErrors ?? [];
    throw error;
  }
}

function* taskFindings(task: WorkflowTask, runs: Validation["runs"]): Generator<string> {
  const { name, type, inputParameters } = task;
  const required = (field: string): string =>
    `${field} field is required for taskType: ${type} taskName: ${name}`;
  if (task.startDelay < 0) yield "must be greater than or equal to 0";
  if (task.taskReferenceName.includes("__")) {
    yield `taskReferenceName: ${task.taskReferenceName} must not contain "__", which divides a name from a loop's iteration`;
  }
  if (type !== "SIMPLE" && !runs.has(type)) {
    yield unknownType(type, name, [...runs.keys(), "SIMPLE"]);
    return;
  }
  const template = task.taskDefinition?.inputTemplate ?? {};
  switch (type) {
    case "HTTP":
      if (!["http_request", "uri", "method"].some((field) => field in inputParameters || field in template)) {
        yield required("inputParameters.http_request or inputParameters.uri");
      }
      break;
    case "JSON_JQ_TRANSFORM":
      if (!("queryExpression" in inputParameters || "queryExpression" in template)) {
        yield required("inputParameters.queryExpression");
      }
      break;
    case "SWITCH":
      if (task.evaluatorType === undefined) yield required("evaluatorType");
      else if (task.expression === undefined) yield required("expression");
      if (Object.keys(task.decisionCases).length === 0) {
        yield `decisionCases should have atleast one task for taskType: SWITCH taskName: ${name}`;
      }
      break;
    case "DO_WHILE":
      // Also for one that goes through a list; an empty one will do there.
      if (task.loopCondition === undefined) yield required("loopCondition");
      if (task.loopOver.length === 0) yield required("loopOver");
      if ([...everyTask(task.loopOver)].some((inner) => inner.type === "DO_WHILE")) {
        yield `DO_WHILE inside DO_WHILE (taskName: ${name}) is not part of the local Conductor. ${realServer}`;
      }
      break;
    case "FORK_JOIN":
      if (task.forkTasks.length === 0) {
        yield `forkTasks should have atleast one task for taskType: FORK_JOIN taskName: ${name}`;
      }
      break;
    case "SUB_WORKFLOW":
      if (task.subWorkflowParam === undefined) yield required("subWorkflowParam");
      break;
    case "TERMINATE":
      yield* terminateFindings(task);
      break;
    case "WAIT":
      yield* waitFindings(task);
  }
}

/** What would fail on the first poll. A field with an expression in it is filled in, and judged, at run time. */
function* pollFindings({ name, type, inputParameters }: WorkflowTask): Generator<string> {
  if (type !== "HTTP_POLL") return;
  const request = inputParameters["http_request"];
  if (hasExpression(request) && !isJsonObject(request)) return;
  const settings = readPollSettings({
    ...withoutExpressions(inputParameters),
    ...(isJsonObject(request) ? { http_request: withoutExpressions(request) } : {}),
  });
  if ("problem" in settings) yield `${settings.problem} taskType: HTTP_POLL taskName: ${name}`;
}

function withoutExpressions(fields: Json): Json {
  const known = Object.entries(fields).filter(
    ([field, value]) => field === "terminationCondition" || !hasExpression(value),
  );
  return Object.fromEntries(known);
}

function hasExpression(value: unknown): boolean {
  return stringifyJson(value).includes("${");
}

function* terminateFindings({ name, optional, inputParameters }: WorkflowTask): Generator<string> {
  if (optional) yield `terminate task cannot be optional, taskName: ${name}`;
  const status = inputParameters["terminationStatus"];
  if (status !== "COMPLETED" && status !== "FAILED" && status !== "TERMINATED") {
    yield `terminate task must have an terminationStatus parameter and must be set to COMPLETED or FAILED, taskName: ${name}`;
  }
}

function* waitFindings({ inputParameters }: WorkflowTask): Generator<string> {
  const duration = String(inputParameters["duration"] ?? "").trim();
  const until = String(inputParameters["until"] ?? "").trim();
  if (duration !== "" && until !== "") {
    yield bothGiven;
  } else if (duration !== "" && !duration.includes("${") && parseDuration(duration) === undefined) {
    yield `Wait time specified is invalid: ${duration}`;
  } else if (until !== "" && !until.includes("${") && parseUntil(until) === undefined) {
    yield `Unable to parse date ${until}`;
  }
}

/** Scripts that cannot be parsed: reported at registration, with their place, not by the first execution. */
async function scriptFindings(task: WorkflowTask, checkSyntax: CheckSyntax): Promise<string[]> {
  const findings: string[] = [];
  const language = task.type === "JSON_JQ_TRANSFORM" ? "jq" : "JavaScript";
  for (const [field, script] of scriptsOf(task)) {
    const problem = await checkSyntax(script, language);
    if (problem) findings.push(`${field} of taskName: ${task.name} is not valid ${language}: ${problem}`);
  }
  return findings;
}

function* scriptsOf({ type, evaluatorType, expression, loopCondition, inputParameters }: WorkflowTask) {
  const scripts: [string, unknown][] = [];
  if (type === "SWITCH" && evaluatorType !== "value-param") scripts.push(["expression", expression]);
  if (type === "DO_WHILE") scripts.push(["loopCondition", loopCondition]);
  if (type === "JSON_JQ_TRANSFORM") scripts.push(["queryExpression", inputParameters["queryExpression"]]);
  if (type === "INLINE") scripts.push(["expression", inputParameters["expression"]]);
  if (type === "HTTP_POLL") {
    const fields = { ...inputParameters, ...asObject(inputParameters["http_request"]) };
    scripts.push(["terminationCondition", fields["terminationCondition"]]);
  }
  for (const [field, script] of scripts) {
    // An expression in it is filled in at run time; until then it is not in that language.
    if (typeof script === "string" && script.trim() !== "" && !script.includes("${"))
      yield [field, script] as const;
  }
}

function asObject(value: unknown): Json {
  return isJsonObject(value) ? value : {};
}

function* referenceFindings({ name, tasks: topLevel }: WorkflowDefinition, tasks: readonly WorkflowTask[]) {
  const names = new Set<string>();
  for (const { taskReferenceName } of tasks) {
    if (names.has(taskReferenceName) && taskReferenceName !== "") {
      yield `taskReferenceName: ${taskReferenceName} should be unique across tasks for a given workflowDefinition: ${name}`;
    }
    names.add(taskReferenceName);
  }
  // As on the server, only tasks of the top level are looked at.
  for (const task of topLevel) {
    for (const [parameter, value] of textsIn(task.inputParameters)) {
      yield* expressionFindings(task.name, parameter, value, names);
    }
  }
}

/** As ConstraintParamUtil on the server: `${` to the next brace, valid JSONPath, and a task's name at its beginning. */
function* expressionFindings(taskName: string, parameter: string, value: string, names: ReadonlySet<string>) {
  for (const part of value.split(/(?=(?<!\$)\$\{)|(?<=\})/)) {
    if (!part.startsWith("${") || !part.endsWith("}")) continue;
    const path = part.slice(2, -1);
    const [root = ""] = path.split(".");
    if (!isReadable(path)) yield `key: ${parameter} input parameter value: ${path} is not valid`;
    else if (root !== "workflow" && path !== "CPEWF_TASK_ID" && !names.has(root))
      yield `taskReferenceName: ${root} for given task: ${taskName} input value: ${parameter} of input parameter: ${value} is not defined in workflow definition.`;
  }
}

/** Every text in a template, under the nearest name around it. */
function* textsIn(template: unknown, name = ""): Generator<[string, string]> {
  if (typeof template === "string") yield [name, template];
  else if (Array.isArray(template)) for (const item of template) yield* textsIn(item, name);
  else if (isJsonObject(template))
    for (const [key, value] of Object.entries(template)) yield* textsIn(value, key);
}

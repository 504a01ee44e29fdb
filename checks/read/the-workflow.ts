import type { WorkflowDef } from "@long-running-api/conductor/client";
import { fill } from "@long-running-api/conductor/expression";
import type { EarlierTasks } from "@long-running-api/conductor/http-poll";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { asObject, parseJson } from "../rules/gateway/json.ts";
import { acknowledgement, sampleId } from "../rules/gateway/samples.ts";
import { inputPathsIn, inputsIn } from "../rules/workflow/inputs.ts";
import { pollTask, requestOf, startTask, type TaskSeen, tasksOf } from "../rules/workflow/tasks.ts";
import { findWorkflow } from "./find-workflow.ts";
import { calledStage, theApi } from "./the-api.ts";

/** A task with the request that it makes, in the definition's words and filled in for the sample id. */
export interface TaskView {
  task: TaskSeen;
  raw: Readonly<Record<string, unknown>>;
  request: Readonly<Record<string, unknown>>;
  /** All of the task's input, filled in: what its condition sees as $.input. */
  input: Readonly<Record<string, unknown>>;
}

/** The definition with the two tasks that matter. Plain data. */
export interface WorkflowView {
  name: string;
  version: number;
  description: string;
  timeoutSeconds: number;
  timeoutPolicy: string;
  types: readonly string[];
  /** Reference names, in order. */
  refs: readonly string[];
  /** The definition's inputParameters. */
  inputs: readonly string[];
  start: TaskView | undefined;
  poll: TaskView | undefined;
  /** The id under which a run with the sample id works. */
  runId: string;
  /** Why the poll is never reached: the value that a SWITCH before it compares. */
  neverPolls?: { ref: string; value: string; cases: readonly string[] };
}

/** The condition, inside http_request or (which the embedded Conductor also accepts) beside it. */
export function conditionOf({ poll }: Pick<WorkflowView, "poll">): string {
  return String(poll?.request["terminationCondition"] ?? poll?.input["terminationCondition"] ?? "");
}

/** The definition, for checks that run only if it exists. */
export async function theWorkflow(context: ProbeContext): Promise<WorkflowView> {
  const { found } = await context.ask(findWorkflow);
  if (!found) throw new ResourceDisappeared("The workflow definition");
  const tasks = tasksOf(found);
  const start = startTask(tasks);
  const poll = pollTask(tasks);
  const scope = await scopeOf(context, found, { tasks, start, poll });
  const views = { start: start && viewTask(start, scope), poll: poll && viewTask(poll, scope) };
  return {
    name: found.name,
    version: found.version ?? 1,
    description: found.description ?? "",
    timeoutSeconds: found.timeoutSeconds ?? 0,
    timeoutPolicy: found.timeoutPolicy ?? "",
    types: tasks.map(({ type }) => type),
    refs: tasks.map(({ ref }) => ref),
    inputs: [...(found.inputParameters ?? []), ...Object.keys(found.inputTemplate ?? {})],
    ...views,
    runId: runIdOf(views),
    ...neverTaken(poll, scope, found),
  };
}

/** A branch before the poll that no run takes: it compares a constant, or an input that no run has. */
function neverTaken(
  poll: TaskSeen | undefined,
  scope: Values,
  { inputParameters = [], inputTemplate = {} }: WorkflowDef,
): Pick<WorkflowView, "neverPolls"> {
  for (const { ref, value, cases, known } of poll?.branches ?? []) {
    const filled = fill({ value }, (name) => scope[name], { keepMissing: true });
    const text = String(asObject(filled)?.["value"]);
    const asked = inputsIn(value);
    const missing = asked.filter((name) => !inputParameters.includes(name) && !(name in inputTemplate));
    if (text.includes("${") && (inputParameters.length === 0 || missing.length === 0)) continue;
    const taken = known.includes(text) ? cases.includes(text) : cases.length === 0;
    if (!taken)
      return {
        neverPolls: {
          ref,
          value: missing.length > 0 ? `null, as ${String(value)} is not an input` : text,
          cases,
        },
      };
  }
  return {};
}

/** Differs from the run's input if both tasks derive the same id from it, such as job-12345; no character of it needs encoding. */
function runIdOf({ start, poll }: Pick<WorkflowView, "start" | "poll">): string {
  const body = start?.request["body"];
  const posted = asObject(typeof body === "string" ? parseJson(body) : body)?.["requestId"];
  const asked = String(poll?.request["uri"] ?? "").split("/");
  const own = typeof posted === "string" && posted.includes(sampleId) && /^[\w.~-]+$/.test(posted);
  return own && asked.at(-1) === posted ? posted : sampleId;
}

function viewTask(task: TaskSeen, scope: Values): TaskView {
  const raw = requestOf(task);
  const filled = (template: unknown) =>
    asObject(fill(template, (name) => scope[name], { keepMissing: true })) ?? {};
  return { task, raw, request: filled(raw), input: filled(task.inputParameters) };
}

/** Sample outputs of the tasks before the poll, as its condition sees them: `$.ref.output`. */
export async function earlierOutputs(context: ProbeContext): Promise<EarlierTasks> {
  const { found } = await context.ask(findWorkflow);
  const tasks = found ? tasksOf(found) : [];
  const own = { tasks, start: startTask(tasks), poll: pollTask(tasks) };
  const scope = found ? await scopeOf(context, found, own) : {};
  const known = tasks.flatMap(({ ref }) => {
    const seen = asObject(scope[ref]);
    return seen ? [[ref, { output: seen["output"] }] as const] : [];
  });
  return Object.fromEntries(known);
}

type Values = Readonly<Record<string, unknown>>;

interface OwnTasks {
  tasks: readonly TaskSeen[];
  start: TaskSeen | undefined;
  poll: TaskSeen | undefined;
}

/** The values of a run with the sample id: its input, its variables, and the outputs of earlier tasks. */
async function scopeOf(
  context: ProbeContext,
  definition: WorkflowDef,
  { tasks, start, poll }: OwnTasks,
): Promise<Values> {
  const body = start && requestOf(start)["body"];
  const posted = asObject(body)?.["requestId"] ?? body;
  const own = start && ownId(posted, tasks.slice(0, tasks.indexOf(start)));
  const newId = own?.[0] === "workflow" && own[1] === "workflowId"; // no input can be equal to it
  const paths = newId
    ? []
    : await idPaths(context, definition, {
        posted: inputPathsIn(posted),
        polled: inputPathsIn(poll && idPart(requestOf(poll)["uri"])),
      });
  const input = paths.reduce<Values>(
    (all, path) => withValue(all, path, sampleId),
    definition.inputTemplate ?? {},
  );
  const variables = tasks.filter(({ type }) => type === "SET_VARIABLE").map((task) => task.inputParameters);
  const scope: Values = {
    workflow: { input, variables: Object.assign({}, ...variables) as Values },
    ...(start ? { [start.ref]: { input: {}, output: { response: await acknowledged(context) } } } : {}),
  };
  return own === undefined ? scope : withValue(scope, own, sampleId);
}

/** What follows the last slash: the id of the request. */
function idPart(uri: unknown): string {
  return String(uri).replace(/^.*\//, "");
}

type Paths = readonly (readonly string[])[];

/** The input that the tutorial's runs pass. */
const tutorialInput = "requestId";

/**
 * The inputs that hold a run's id: those of the body, unless the body and the poll name different ones and only the
 * poll's is an input of the workflow, of its latest run or, without a run, of the tutorial.
 */
async function idPaths(
  context: ProbeContext,
  { name, inputParameters = [], inputTemplate = {} }: WorkflowDef,
  { posted, polled }: { posted: Paths; polled: Paths },
): Promise<Paths> {
  if (posted.length === 0) return [[tutorialInput]];
  if (polled.length === 0 || JSON.stringify(posted) === JSON.stringify(polled)) return posted;
  const areIn = (paths: Paths, names: readonly string[]) =>
    paths.every(([first = ""]) => names.includes(first));
  const onlyPolledIn = (names: readonly string[]) => areIn(polled, names) && !areIn(posted, names);
  if (inputParameters.length > 0) {
    const declared = [...inputParameters, ...Object.keys(inputTemplate)];
    if (onlyPolledIn(declared)) return polled;
    if (areIn(posted, declared) && !areIn(polled, declared)) return posted;
  }
  const given = await undefinedIfUnreadable(context, () => latestInput(context, name));
  return onlyPolledIn(given ? Object.keys(given) : [tutorialInput]) ? polled : posted;
}

/** What the latest run of a definition was given. */
async function latestInput(context: ProbeContext, name: string): Promise<Values | undefined> {
  const conductor = await context.target.conductor();
  const [newest] = await conductor.executions(`workflowType='${name}'`);
  return newest && (await conductor.execution(newest.workflowId))?.input;
}

/** Where the posted id comes from, if that is the run itself: its workflowId, or an earlier task's output. */
function ownId(posted: unknown, earlier: readonly TaskSeen[]): readonly string[] | undefined {
  const path = /^\$\{([^{}[\]]+)\}$/.exec(String(posted))?.[1]?.trim().split(".") ?? [];
  const [first = "", second = ""] = path;
  const known =
    first === "workflow"
      ? ["workflowId", "correlationId", "variables"].includes(second)
      : second === "output" && earlier.some(({ ref }) => ref === first);
  return known ? path : undefined;
}

function withValue(scope: Values, [name = "", ...rest]: readonly string[], value: unknown): Values {
  const inner = asObject(scope[name]) ?? {};
  return { ...scope, [name]: rest.length === 0 ? value : withValue(inner, rest, value) };
}

/** The acknowledgement as the templates would render it; undefined without an API. */
async function acknowledged(context: ProbeContext): Promise<unknown> {
  const view = await undefinedIfUnreadable(context, () => context.ask(theApi));
  const answer = view?.post && acknowledgement(view.post, calledStage(view));
  return answer?.kind === "answered"
    ? { statusCode: answer.status, body: answer.json ?? answer.body }
    : undefined;
}

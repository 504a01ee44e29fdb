import { isJsonObject } from "../json.ts";
import { object, oneOf, optionalList, optionalObject, parseError, text, truth, whole } from "./java-json.ts";
import type { Json, TaskDefinition, WorkflowDefinition, WorkflowTask } from "./model.ts";

/** The Java class of a workflow definition, as parse errors name it. */
export const workflowJava = "com.netflix.conductor.common.metadata.workflow.WorkflowDef";
const taskJava = "com.netflix.conductor.common.metadata.workflow.WorkflowTask";
const subWorkflowJava = "com.netflix.conductor.common.metadata.workflow.SubWorkflowParams";
/** That of a task definition. */
export const taskDefinitionJava = "com.netflix.conductor.common.metadata.tasks.TaskDef";

/** How each field of a JSON object is read; a field that comes out as nothing is left out. */
type Fields = Readonly<Record<string, (value: unknown) => unknown>>;

const number = (otherwise: number) => (value: unknown) => whole(value, otherwise);
const flag = (otherwise: boolean) => (value: unknown) => truth(value, otherwise);
const texts = (value: unknown) => optionalList(value, "java.lang.String").map((each) => text(each) ?? null);
const numberIfGiven = (value: unknown) =>
  value === undefined || value === null ? undefined : whole(value, 0);
const choice =
  (java: string, otherwise: string, ...others: string[]) =>
  (value: unknown) =>
    oneOf(value, [otherwise, ...others], java, otherwise);

const workflowFields: Fields = {
  createTime: number(0),
  updateTime: number(0),
  name: (value) => text(value) ?? "",
  description: text,
  version: number(1),
  tasks: readTasks,
  inputParameters: texts,
  outputParameters: optionalObject,
  failureWorkflow: text,
  schemaVersion: number(2),
  restartable: flag(true),
  workflowStatusListenerEnabled: flag(false),
  ownerEmail: text,
  timeoutPolicy: choice(`${workflowJava}$TimeoutPolicy`, "ALERT_ONLY", "TIME_OUT_WF"),
  timeoutSeconds: number(0),
  variables: optionalObject,
  inputTemplate: optionalObject,
  inputSchema: readSchema,
  outputSchema: readSchema,
  enforceSchema: flag(true),
  metadata: optionalObject,
  maskedFields: texts,
};

const taskFields: Fields = {
  name: (value) => text(value) ?? "",
  taskReferenceName: (value) => text(value) ?? "",
  description: text,
  inputParameters: optionalObject,
  type: (value) => text(value) ?? "SIMPLE",
  decisionCases: (value) =>
    Object.fromEntries(
      Object.entries(optionalObject(value)).map(([name, tasks]) => [name, readTasks(tasks)]),
    ),
  defaultCase: readTasks,
  forkTasks: (value) => optionalList(value, `java.util.List<${taskJava}>`).map(readTasks),
  startDelay: number(0),
  joinOn: texts,
  subWorkflowParam: (value) =>
    value === undefined || value === null
      ? undefined
      : read(object(value, subWorkflowJava), subWorkflowFields),
  optional: flag(false),
  taskDefinition: (value) => (isJsonObject(value) ? readTaskDefinition(value) : undefined),
  defaultExclusiveJoinTask: texts,
  asyncComplete: flag(false),
  loopCondition: text,
  loopOver: readTasks,
  items: text,
  retryCount: numberIfGiven,
  evaluatorType: text,
  expression: text,
  onStateChange: optionalObject,
  permissive: flag(false),
  metadata: optionalObject,
};

const subWorkflowFields: Fields = {
  name: text,
  version: numberIfGiven,
  taskToDomain: (value) => (value === undefined || value === null ? undefined : object(value)),
  workflowDefinition: readDefinitionInPlace,
  idempotencyKey: text,
  idempotencyStrategy: text,
  priority: (value) => value ?? undefined,
};

const taskDefinitionFields: Fields = {
  createTime: number(0),
  updateTime: number(0),
  name: (value) => text(value) ?? "",
  description: text,
  retryCount: number(3),
  timeoutSeconds: number(0),
  inputKeys: texts,
  outputKeys: texts,
  runtimeMetadata: texts,
  timeoutPolicy: choice(`${taskDefinitionJava}$TimeoutPolicy`, "TIME_OUT_WF", "RETRY", "ALERT_ONLY"),
  retryLogic: choice(`${taskDefinitionJava}$RetryLogic`, "FIXED", "EXPONENTIAL_BACKOFF", "LINEAR_BACKOFF"),
  retryDelaySeconds: number(60),
  responseTimeoutSeconds: number(3600),
  concurrentExecLimit: numberIfGiven,
  inputTemplate: optionalObject,
  rateLimitPerFrequency: number(0),
  rateLimitFrequencyInSeconds: number(1),
  ownerEmail: text,
  pollTimeoutSeconds: numberIfGiven,
  backoffScaleFactor: number(1),
  maxRetryDelaySeconds: number(0),
  backoffJitterMs: number(0),
  totalTimeoutSeconds: number(0),
  taskStatusListenerEnabled: flag(true),
  inputSchema: readSchema,
  outputSchema: readSchema,
  enforceSchema: flag(false),
};

const schemaFields: Fields = {
  createTime: number(0),
  updateTime: number(0),
  name: text,
  version: number(1),
  type: text,
  data: (value) => (value === undefined || value === null ? undefined : object(value)),
  externalRef: text,
};

/** A schema is kept as it is; as on Conductor OSS, nothing is checked against it. */
function readSchema(value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  return read(object(value, "com.netflix.conductor.common.metadata.SchemaDef"), schemaFields);
}

/** A workflow definition as it was sent, every default filled in, unknown fields left out. */
export function readWorkflowDefinition(value: unknown): WorkflowDefinition {
  return read(object(value, workflowJava), workflowFields) as WorkflowDefinition;
}

/** A task definition as it was sent, every default filled in. */
export function readTaskDefinition(value: unknown): TaskDefinition {
  const sent = object(value, taskDefinitionJava);
  return read({ ...sent, createTime: 0, updateTime: 0 }, taskDefinitionFields) as TaskDefinition;
}

/** The task definition of a task that has none: no retries, no timeouts. */
export function defaultTaskDefinition(name: string): TaskDefinition {
  return readTaskDefinition({ name, retryCount: 0, responseTimeoutSeconds: 0 });
}

/** A definition, or an expression that becomes one at run time. */
function readDefinitionInPlace(value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (isJsonObject(value)) return readWorkflowDefinition(value);
  if (typeof value === "string" && value.startsWith("${") && value.endsWith("}")) return value;
  const known = "either null, or WorkflowDef, or a valid DSL string";
  throw parseError(
    typeof value === "string"
      ? "workflowDefinition is a string, but not a valid DSL string"
      : `workflowDefinition must be ${known}`,
  );
}

function readTasks(value: unknown): WorkflowTask[] {
  return optionalList(value, taskJava).map(
    (task) => read(object(task, taskJava), taskFields) as WorkflowTask,
  );
}

function read(sent: Json, fields: Fields): unknown {
  const values: Json = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = field(sent[name]);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

import {
  isObject,
  list,
  object,
  oneOf,
  optionalList,
  optionalObject,
  text,
  truth,
  whole,
} from "../java-json.ts";
import type { Json, TaskDefinition, WorkflowDefinition, WorkflowTask } from "../model.ts";

const workflowJava = "com.netflix.conductor.common.metadata.workflow.WorkflowDef";
const taskJava = "com.netflix.conductor.common.metadata.workflow.WorkflowTask";

/** A workflow definition as it was sent, every default filled in, unknown fields left out. */
export function readWorkflowDefinition(value: unknown, now: number): WorkflowDefinition {
  const sent = object(value, workflowJava);
  return {
    createTime: whole(sent["createTime"], now),
    updateTime: whole(sent["updateTime"], 0),
    name: text(sent["name"]) ?? "",
    ...kept(sent, ["description"]),
    version: whole(sent["version"], 1),
    tasks: readTasks(sent["tasks"]),
    inputParameters: optionalList(sent["inputParameters"], "java.lang.String").map(String),
    outputParameters: optionalObject(sent["outputParameters"]),
    ...kept(sent, ["failureWorkflow"]),
    schemaVersion: whole(sent["schemaVersion"], 2),
    restartable: truth(sent["restartable"], true),
    workflowStatusListenerEnabled: truth(sent["workflowStatusListenerEnabled"], false),
    ...kept(sent, ["ownerEmail"]),
    timeoutPolicy: oneOf(
      sent["timeoutPolicy"],
      ["TIME_OUT_WF", "ALERT_ONLY"],
      `${workflowJava}$TimeoutPolicy`,
      "ALERT_ONLY",
    ),
    timeoutSeconds: whole(sent["timeoutSeconds"], 0),
    variables: optionalObject(sent["variables"]),
    inputTemplate: optionalObject(sent["inputTemplate"]),
    ...kept(sent, ["ownerApp", "createdBy", "updatedBy"]),
    enforceSchema: truth(sent["enforceSchema"], true),
    metadata: optionalObject(sent["metadata"]),
    maskedFields: optionalList(sent["maskedFields"], "java.lang.String"),
  };
}

/** A task definition as it was sent, every default filled in. */
export function readTaskDefinition(
  value: unknown,
  times: { createTime: number; updateTime: number },
): TaskDefinition {
  const java = "com.netflix.conductor.common.metadata.tasks.TaskDef";
  return taskDefinition(object(value, java), { ...times, retryCount: 3, responseTimeoutSeconds: 3600 });
}

/** The task definition of a task that has none: no retries, no timeouts. */
export function defaultTaskDefinition(name: string): TaskDefinition {
  return taskDefinition({ name }, { createTime: 0, updateTime: 0, retryCount: 0, responseTimeoutSeconds: 0 });
}

interface TaskDefaults {
  readonly createTime: number;
  readonly updateTime: number;
  readonly retryCount: number;
  readonly responseTimeoutSeconds: number;
}

function taskDefinition(sent: Json, defaults: TaskDefaults): TaskDefinition {
  const java = "com.netflix.conductor.common.metadata.tasks.TaskDef";
  return {
    createTime: defaults.createTime,
    updateTime: defaults.updateTime,
    ...(defaults.createTime > 0 ? { createdBy: "" } : {}),
    ...(defaults.updateTime > 0 ? { updatedBy: "" } : {}),
    name: text(sent["name"]) ?? "",
    ...kept(sent, ["description"]),
    retryCount: whole(sent["retryCount"], defaults.retryCount),
    timeoutSeconds: whole(sent["timeoutSeconds"], 0),
    inputKeys: optionalList(sent["inputKeys"], "java.lang.String"),
    outputKeys: optionalList(sent["outputKeys"], "java.lang.String"),
    runtimeMetadata: optionalList(sent["runtimeMetadata"], "java.lang.String"),
    timeoutPolicy: oneOf(
      sent["timeoutPolicy"],
      ["RETRY", "TIME_OUT_WF", "ALERT_ONLY"],
      `${java}$TimeoutPolicy`,
      "TIME_OUT_WF",
    ),
    retryLogic: oneOf(
      sent["retryLogic"],
      ["FIXED", "EXPONENTIAL_BACKOFF", "LINEAR_BACKOFF"],
      `${java}$RetryLogic`,
      "FIXED",
    ),
    retryDelaySeconds: whole(sent["retryDelaySeconds"], 60),
    responseTimeoutSeconds: whole(sent["responseTimeoutSeconds"], defaults.responseTimeoutSeconds),
    ...number(sent, "concurrentExecLimit"),
    inputTemplate: optionalObject(sent["inputTemplate"]),
    rateLimitPerFrequency: whole(sent["rateLimitPerFrequency"], 0),
    rateLimitFrequencyInSeconds: whole(sent["rateLimitFrequencyInSeconds"], 1),
    ...kept(sent, ["ownerEmail"]),
    ...number(sent, "pollTimeoutSeconds"),
    backoffScaleFactor: whole(sent["backoffScaleFactor"], 1),
    maxRetryDelaySeconds: whole(sent["maxRetryDelaySeconds"], 0),
    backoffJitterMs: whole(sent["backoffJitterMs"], 0),
    totalTimeoutSeconds: whole(sent["totalTimeoutSeconds"], 0),
    taskStatusListenerEnabled: truth(sent["taskStatusListenerEnabled"], true),
    enforceSchema: truth(sent["enforceSchema"], false),
  };
}

function readTasks(value: unknown): WorkflowTask[] {
  return optionalList(value, taskJava).map(readTask);
}

function readTask(value: unknown): WorkflowTask {
  const sent = object(value, taskJava);
  return {
    name: text(sent["name"]) ?? "",
    taskReferenceName: text(sent["taskReferenceName"]) ?? "",
    ...kept(sent, ["description"]),
    inputParameters: optionalObject(sent["inputParameters"]),
    type: text(sent["type"]) ?? "SIMPLE",
    decisionCases: Object.fromEntries(
      Object.entries(optionalObject(sent["decisionCases"])).map(([name, tasks]) => [name, readTasks(tasks)]),
    ),
    defaultCase: readTasks(sent["defaultCase"]),
    forkTasks: optionalList(sent["forkTasks"], taskJava).map((branch) => list(branch, taskJava)),
    startDelay: whole(sent["startDelay"], 0),
    joinOn: optionalList(sent["joinOn"], "java.lang.String"),
    optional: truth(sent["optional"], false),
    ...(isObject(sent["taskDefinition"])
      ? { taskDefinition: readTaskDefinition(sent["taskDefinition"], { createTime: 0, updateTime: 0 }) }
      : {}),
    defaultExclusiveJoinTask: optionalList(sent["defaultExclusiveJoinTask"], "java.lang.String"),
    asyncComplete: truth(sent["asyncComplete"], false),
    ...kept(sent, ["loopCondition"]),
    loopOver: readTasks(sent["loopOver"]),
    ...kept(sent, ["items"]),
    ...number(sent, "retryCount"),
    ...kept(sent, ["evaluatorType", "expression"]),
    onStateChange: optionalObject(sent["onStateChange"]),
    permissive: truth(sent["permissive"], false),
    metadata: optionalObject(sent["metadata"]),
  };
}

/** Text fields that are there only when they were sent. */
function kept(sent: Json, names: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of names) {
    const value = text(sent[name]);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

function number(sent: Json, name: string): Record<string, number> {
  return sent[name] === undefined || sent[name] === null ? {} : { [name]: whole(sent[name], 0) };
}

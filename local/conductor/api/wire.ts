import { asText } from "../expression.ts";
import { definedName, type Execution, type Task } from "../model.ts";
import { planOf } from "../plan.ts";

/** An execution as clients read it. */
export function workflowToWire(execution: Execution, includeTasks = true): object {
  const { definition } = execution;
  return {
    ownerApp: "",
    createTime: execution.createTime,
    updateTime: execution.updateTime,
    status: execution.status,
    endTime: execution.endTime,
    workflowId: execution.workflowId,
    tasks: includeTasks ? Array.from(execution.tasks.all(), (task) => taskToWire(execution, task)) : [],
    input: execution.input,
    output: execution.output,
    ...given("correlationId", execution.correlationId),
    ...given("idempotencyKey", execution.idempotencyKey),
    ...given("reasonForIncompletion", execution.reasonForIncompletion),
    taskToDomain: execution.taskToDomain,
    failedReferenceTaskNames: execution.failedReferenceTaskNames,
    workflowDefinition: definition,
    priority: execution.priority,
    variables: execution.variables,
    lastRetriedTime: execution.lastRetriedTime,
    failedTaskNames: execution.failedTaskNames,
    history: [],
    rateLimited: false,
    startTime: execution.createTime,
    workflowName: definition.name,
    workflowVersion: definition.version,
  };
}

/** A task as clients and workers read it. */
export function taskToWire(execution: Execution, task: Task): object {
  const workflowTask = planOf(execution.definition).tasks.get(definedName(task.referenceTaskName));
  return {
    taskType: task.taskType,
    status: task.status,
    inputData: task.inputData,
    referenceTaskName: task.referenceTaskName,
    retryCount: task.retryCount,
    seq: task.seq,
    ...given("correlationId", execution.correlationId),
    pollCount: task.pollCount,
    taskDefName: task.taskDefName,
    scheduledTime: task.scheduledTime,
    startTime: task.startTime,
    endTime: task.endTime,
    updateTime: task.updateTime,
    startDelayInSeconds: task.startDelayInSeconds,
    ...given("retriedTaskId", task.retriedTaskId),
    retried: task.retried,
    executed: task.executed,
    callbackFromWorker: true,
    responseTimeoutSeconds: task.responseTimeoutSeconds,
    workflowInstanceId: task.workflowInstanceId,
    workflowType: execution.definition.name,
    taskId: task.taskId,
    ...given("reasonForIncompletion", task.reasonForIncompletion),
    callbackAfterSeconds: task.callbackAfterSeconds,
    ...given("workerId", task.workerId),
    outputData: task.outputData,
    ...given("workflowTask", workflowTask),
    ...given("domain", task.domain),
    rateLimitPerFrequency: 0,
    rateLimitFrequencyInSeconds: 1,
    workflowPriority: execution.priority,
    iteration: task.iteration,
    subworkflowChanged: false,
    firstStartTime: 0,
    executionMetadata: { additionalContext: {}, additionalContextMap: {}, empty: true },
    ...given("taskDefinition", workflowTask?.taskDefinition),
    loopOverTask: task.iteration > 0,
    queueWaitTime: queueWaitTime(task),
  };
}

/** An execution in a list of search results: input and output as Java prints them. */
export function summaryToWire(execution: Execution): object {
  const input = asText(execution.input);
  const output = asText(execution.output);
  return {
    workflowType: execution.definition.name,
    version: execution.definition.version,
    workflowId: execution.workflowId,
    ...given("correlationId", execution.correlationId),
    startTime: isoTime(execution.createTime),
    updateTime: isoTime(execution.updateTime),
    ...(execution.endTime > 0 ? { endTime: isoTime(execution.endTime) } : {}),
    status: execution.status,
    input,
    output,
    ...given("reasonForIncompletion", execution.reasonForIncompletion),
    executionTime: execution.endTime > 0 ? execution.endTime - execution.createTime : 0,
    failedReferenceTaskNames: execution.failedReferenceTaskNames.join(","),
    priority: execution.priority,
    failedTaskNames: execution.failedTaskNames,
    taskToDomain: execution.taskToDomain,
    parentWorkflowId: "",
    classifier: "workflow",
    inputSize: input.length,
    outputSize: output.length,
  };
}

/** A task in a list of search results. */
export function taskSummaryToWire(execution: Execution, task: Task): object {
  return {
    workflowId: task.workflowInstanceId,
    workflowType: execution.definition.name,
    ...given("correlationId", execution.correlationId),
    scheduledTime: isoTime(task.scheduledTime),
    startTime: isoTime(task.startTime),
    updateTime: isoTime(task.updateTime),
    endTime: isoTime(task.endTime),
    status: task.status,
    ...given("reasonForIncompletion", task.reasonForIncompletion),
    executionTime: task.endTime > 0 ? task.endTime - task.startTime : 0,
    queueWaitTime: queueWaitTime(task),
    taskDefName: task.taskDefName,
    taskType: task.taskType,
    input: asText(task.inputData),
    output: asText(task.outputData),
    taskId: task.taskId,
    ...given("domain", task.domain),
    workflowPriority: execution.priority,
  };
}

function queueWaitTime({ startTime, scheduledTime, callbackAfterSeconds }: Task): number {
  return startTime > 0 && callbackAfterSeconds === 0 ? startTime - scheduledTime : 0;
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** A field that is there only when it has a value, as on the server. */
function given(name: string, value: unknown): object {
  return value === undefined ? {} : { [name]: value };
}

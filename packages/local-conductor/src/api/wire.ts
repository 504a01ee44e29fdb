import { javaText } from "@long-running-api/conductor/java-values";
import { definedName, type Execution, type Task } from "../model.ts";
import { planOf } from "../plan.ts";

/** An execution for clients, with all of the server's fields in its order. */
export function workflowToWire(execution: Execution, includeTasks = true): object {
  const { definition } = execution;
  return {
    ownerApp: "",
    createTime: execution.createTime,
    updateTime: execution.updateTime,
    status: execution.status,
    endTime: execution.endTime,
    workflowId: execution.workflowId,
    parentWorkflowId: execution.parentWorkflowId,
    parentWorkflowTaskId: execution.parentWorkflowTaskId,
    tasks: includeTasks ? Array.from(execution.tasks.all(), (task) => taskToWire(execution, task)) : [],
    input: execution.input,
    output: execution.output,
    correlationId: execution.correlationId,
    idempotencyKey: execution.idempotencyKey,
    reasonForIncompletion: execution.reasonForIncompletion,
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

/** A task for clients and workers. */
export function taskToWire(execution: Execution, task: Task): object {
  const workflowTask = planOf(execution.definition).tasks.get(definedName(task.referenceTaskName));
  const { dueTime: _, firstScheduledTime: __, ...record } = task;
  return {
    ...record,
    correlationId: execution.correlationId,
    callbackFromWorker: true,
    workflowType: execution.definition.name,
    workflowTask,
    taskDefinition: workflowTask?.taskDefinition,
    rateLimitPerFrequency: 0,
    rateLimitFrequencyInSeconds: 1,
    workflowPriority: execution.priority,
    subworkflowChanged: false,
    firstStartTime: 0,
    executionMetadata: { additionalContext: {}, additionalContextMap: {}, empty: true },
    loopOverTask: task.iteration > 0,
    queueWaitTime: queueWaitTime(task),
  };
}

/** An execution in search results: input and output as Java prints them. */
export function summaryToWire(execution: Execution): object {
  const input = javaText(execution.input);
  const output = javaText(execution.output);
  return {
    workflowType: execution.definition.name,
    version: execution.definition.version,
    workflowId: execution.workflowId,
    correlationId: execution.correlationId,
    startTime: isoTime(execution.createTime),
    updateTime: isoTime(execution.updateTime),
    endTime: execution.endTime > 0 ? isoTime(execution.endTime) : undefined,
    status: execution.status,
    input,
    output,
    reasonForIncompletion: execution.reasonForIncompletion,
    executionTime: execution.endTime > 0 ? execution.endTime - execution.createTime : 0,
    failedReferenceTaskNames: execution.failedReferenceTaskNames.join(","),
    priority: execution.priority,
    failedTaskNames: execution.failedTaskNames,
    taskToDomain: execution.taskToDomain,
    parentWorkflowId: execution.parentWorkflowId ?? "",
    classifier: "workflow",
    inputSize: input.length,
    outputSize: output.length,
  };
}

/** A task in search results. */
export function taskSummaryToWire(execution: Execution, task: Task): object {
  return {
    workflowId: task.workflowInstanceId,
    workflowType: execution.definition.name,
    correlationId: execution.correlationId,
    scheduledTime: isoTime(task.scheduledTime),
    startTime: isoTime(task.startTime),
    updateTime: isoTime(task.updateTime),
    endTime: isoTime(task.endTime),
    status: task.status,
    reasonForIncompletion: task.reasonForIncompletion,
    executionTime: task.endTime > 0 ? task.endTime - task.startTime : 0,
    queueWaitTime: queueWaitTime(task),
    taskDefName: task.taskDefName,
    taskType: task.taskType,
    input: javaText(task.inputData),
    output: javaText(task.outputData),
    taskId: task.taskId,
    domain: task.domain,
    workflowPriority: execution.priority,
  };
}

function queueWaitTime({ startTime, scheduledTime, callbackAfterSeconds }: Task): number {
  return startTime > 0 && callbackAfterSeconds === 0 ? startTime - scheduledTime : 0;
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}

import type { TaskDefinition, WorkflowDefinition } from "@long-running-api/conductor/definition/model";
import { parseJson, stringifyJson } from "@long-running-api/conductor/json";
import type { Execution, Task, TaskLog, WritableTaskIndex } from "../model.ts";
import { taskIndex } from "../task-index.ts";
import { openBatch } from "./batch.ts";
import {
  closeDatabase,
  type DatabaseOptions,
  openDatabase,
  readRows,
  type StoredRows,
  writeFailure,
} from "./open-database.ts";
import { type Search, searchExecutions, searchTasks } from "./search.ts";
import { openSnapshots } from "./snapshots.ts";
import { prepared, upsert } from "./statements.ts";

/** The store. Writes are on disk once `committed()` has resolved. */
export type Store = ReturnType<typeof openStore>;

/** An execution with writable tasks. */
export type LiveExecution = Execution & { readonly tasks: WritableTaskIndex };

/** An open task or execution to resume after a start. */
export interface OpenTask extends Pick<Task, "taskId" | "taskType" | "taskDefName" | "status"> {
  readonly workflowId: string;
  readonly domain: string | null;
  readonly dueTime: number | null;
}

/** Maximum number of log lines per task: a day of polling every second must not fill the disk. */
const logLinesMax = 5_000;
const logCharactersMax = 16_384;

/** Opens the store. */
export function openStore(options: DatabaseOptions) {
  const database = openDatabase(options);
  const sql = prepared(database);
  const snapshots = openSnapshots(sql);
  const upsertExecution = upsert(sql, "execution", "workflow_id");
  const upsertTask = upsert(sql, "task", "task_id");
  const executions = new Map<string, { execution: Execution; lookAgainAt: number | undefined }>();
  const tasks = new Map<string, Task>();
  const { plan, later, flush, retry, committed } = openBatch(database, {
    write() {
      for (const { execution, lookAgainAt } of executions.values()) writeExecution(execution, lookAgainAt);
      for (const task of tasks.values()) writeTask(task);
    },
    written() {
      executions.clear();
      tasks.clear();
    },
    undone(error) {
      snapshots.forget();
      return writeFailure(error, options.file);
    },
  });

  function writeExecution(execution: Execution, lookAgainAt: number | undefined): void {
    const { definition, tasks: _, ...body } = execution;
    upsertExecution({
      workflow_id: execution.workflowId,
      snapshot_id: snapshots.idOf(definition),
      workflow_type: definition.name,
      version: definition.version,
      status: execution.status,
      correlation_id: execution.correlationId,
      idempotency_key: execution.idempotencyKey,
      start_time: execution.createTime,
      update_time: execution.updateTime,
      end_time: execution.endTime,
      look_again_at: lookAgainAt,
      body: stringifyJson(body),
    });
  }

  function writeTask(task: Task): void {
    upsertTask({
      task_id: task.taskId,
      workflow_id: task.workflowInstanceId,
      seq: task.seq,
      task_type: task.taskType,
      task_def_name: task.taskDefName,
      status: task.status,
      domain: task.domain,
      due_time: task.dueTime,
      start_time: task.startTime,
      update_time: task.updateTime,
      end_time: task.endTime,
      body: stringifyJson(task),
    });
  }

  function writeLogs(logs: readonly TaskLog[]): void {
    for (const { taskId, createdTime, log } of logs) {
      const insert = sql("INSERT INTO task_log (task_id, created_time, log) VALUES (?, ?, ?)");
      insert.run(taskId, createdTime, log.slice(0, logCharactersMax));
    }
    const oldest = `SELECT seq FROM task_log WHERE task_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ${logLinesMax}`;
    const trim = sql(`DELETE FROM task_log WHERE task_id = ?1 AND seq <= (${oldest})`);
    for (const taskId of new Set(logs.map((log) => log.taskId))) trim.run(taskId);
  }

  /** Runs a query; collected writes are flushed first. */
  function rows<Row>(statement: string, ...parameters: (string | number)[]): Row[] {
    flush();
    return sql(statement).all(...parameters) as Row[];
  }

  const ids = (statement: string, ...parameters: (string | number)[]): string[] =>
    rows<{ workflow_id: string }>(statement, ...parameters).map((row) => row.workflow_id);
  const bodies = <Body>(statement: string, ...parameters: string[]): Body[] =>
    rows<{ body: string }>(statement, ...parameters).map(({ body }) => parseJson(body) as Body);
  const run = (statement: string, ...parameters: (string | number)[]): void =>
    later(() => void sql(statement).run(...parameters));
  const open = "status IN ('RUNNING', 'PAUSED')";

  return {
    committed,
    /** Throws while writes that failed cannot be written: then nothing may change. */
    requireWritable: retry,
    saveExecution(execution: Execution, lookAgainAt: number | undefined): void {
      executions.set(execution.workflowId, { execution, lookAgainAt });
      plan();
    },
    saveTask(task: Task): void {
      tasks.set(task.taskId, task);
      plan();
    },
    removeTask(taskId: string): void {
      tasks.delete(taskId);
      run("DELETE FROM task_log WHERE task_id = ?", taskId);
      run("DELETE FROM task WHERE task_id = ?", taskId);
    },
    /** Removes an execution after its tasks. */
    removeExecution(workflowId: string): void {
      executions.delete(workflowId);
      run("DELETE FROM execution WHERE workflow_id = ?", workflowId);
    },
    addLogs(logs: readonly TaskLog[]): void {
      if (logs.length > 0) later(() => writeLogs(logs));
    },
    logsOf: (taskId: string) =>
      rows<TaskLog>(
        "SELECT log, task_id AS taskId, created_time AS createdTime FROM task_log WHERE task_id = ? ORDER BY seq",
        taskId,
      ),
    loadExecution(workflowId: string): LiveExecution | undefined {
      type Row = { snapshot_id: string; body: string };
      const [row] = rows<Row>("SELECT snapshot_id, body FROM execution WHERE workflow_id = ?", workflowId);
      return (
        row && {
          ...(parseJson(row.body) as Omit<Execution, "definition" | "tasks">),
          definition: snapshots.load(row.snapshot_id),
          tasks: taskIndex(
            bodies<Task>("SELECT body FROM task WHERE workflow_id = ? ORDER BY seq", workflowId),
          ),
        }
      );
    },
    workflowIdOf: (taskId: string): string | undefined =>
      ids("SELECT workflow_id FROM task WHERE task_id = ?", taskId)[0],
    openTasks: () =>
      rows<OpenTask>(`SELECT workflow_id AS workflowId, task_id AS taskId, task_type AS taskType, task_def_name AS taskDefName, status, domain,
        due_time AS dueTime FROM task WHERE status IN ('SCHEDULED', 'IN_PROGRESS') ORDER BY due_time, rowid`),
    openExecutions: () =>
      rows<{ workflowId: string; lookAgainAt: number | null }>(
        `SELECT workflow_id AS workflowId, look_again_at AS lookAgainAt FROM execution WHERE ${open}`,
      ),
    runningIds: (workflowType: string, version: number) =>
      ids(
        `SELECT workflow_id FROM execution WHERE ${open} AND workflow_type = ? AND version = ? ORDER BY seq`,
        workflowType,
        version,
      ),
    correlated: (workflowType: string, correlationId: string, includeClosed: boolean) =>
      ids(
        `SELECT workflow_id FROM execution WHERE correlation_id = ? AND workflow_type = ?
          ${includeClosed ? "" : `AND ${open}`} ORDER BY seq DESC`,
        correlationId,
        workflowType,
      ),
    /** The newest execution with an idempotency key. */
    idempotent: (workflowType: string, idempotencyKey: string) =>
      rows<{ workflowId: string; status: Execution["status"] }>(
        `SELECT workflow_id AS workflowId, status FROM execution WHERE idempotency_key = ? AND workflow_type = ?
          ORDER BY seq DESC LIMIT 1`,
        idempotencyKey,
        workflowType,
      )[0],
    searchExecutions(search: Search) {
      flush();
      return searchExecutions(database, search);
    },
    searchTasks(search: Search) {
      flush();
      return searchTasks(database, search);
    },
    saveWorkflowDefinition(definition: WorkflowDefinition): void {
      const { name, version } = definition;
      const body = stringifyJson(definition);
      run(
        "INSERT OR REPLACE INTO workflow_definition (name, version, body) VALUES (?, ?, ?)",
        name,
        version,
        body,
      );
    },
    removeWorkflowDefinition: (name: string, version: number) =>
      run("DELETE FROM workflow_definition WHERE name = ? AND version = ?", name, version),
    workflowDefinitions: () =>
      bodies<WorkflowDefinition>("SELECT body FROM workflow_definition ORDER BY rowid"),
    saveTaskDefinition: (definition: TaskDefinition) =>
      run(
        "INSERT OR REPLACE INTO task_definition (name, body) VALUES (?, ?)",
        definition.name,
        stringifyJson(definition),
      ),
    removeTaskDefinition: (name: string) => run("DELETE FROM task_definition WHERE name = ?", name),
    taskDefinitions: () => bodies<TaskDefinition>("SELECT body FROM task_definition ORDER BY rowid"),
    /** Everything that is stored. */
    rows(): StoredRows {
      flush();
      return readRows(database);
    },
    close: () => closeDatabase(database, options.file, flush),
  };
}

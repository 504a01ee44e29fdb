import { createHash } from "node:crypto";
import type { DatabaseSyncInstance, StatementSyncInstance } from "@photostructure/sqlite";
import type { Execution, Task, TaskDefinition, TaskLog, WorkflowDefinition } from "../model.ts";
import { taskBook, type WritableTaskBook } from "../task-book.ts";
import { type DatabaseOptions, openDatabase } from "./open-database.ts";
import { type Found, type Search, searchExecutions, searchTasks } from "./search.ts";

/** An execution whose tasks the engine may write. */
export type LiveExecution = Execution & { readonly tasks: WritableTaskBook };

/** What has to be taken up again after a start: one row of what was open. */
export interface OpenTask {
  readonly workflowId: string;
  readonly taskId: string;
  readonly taskType: string;
  readonly status: "SCHEDULED" | "IN_PROGRESS";
  readonly domain: string | null;
  readonly dueTime: number | null;
}

/**
 * Where everything is kept. Writes are gathered and committed together; who answers a client waits for
 * `committed()` first, so that nothing that was answered is lost when the process ends.
 */
export interface Store {
  saveExecution(execution: Execution, lookAgainAt?: number): void;
  saveTask(task: Task): void;
  removeTask(taskId: string): void;
  removeExecution(workflowId: string): void;
  addLogs(logs: readonly TaskLog[]): void;
  /** Resolves once everything saved so far is on disk. */
  committed(): Promise<void>;
  loadExecution(workflowId: string): LiveExecution | undefined;
  workflowIdOf(taskId: string): string | undefined;
  logsOf(taskId: string): TaskLog[];
  openTasks(): Iterable<OpenTask>;
  openExecutions(): Iterable<{ workflowId: string; lookAgainAt: number | null }>;
  runningIds(workflowType: string, version: number): string[];
  correlated(workflowType: string, correlationId: string, includeClosed: boolean): string[];
  idempotent(
    workflowType: string,
    idempotencyKey: string,
  ): { workflowId: string; status: string } | undefined;
  searchExecutions(search: Search): Found;
  searchTasks(search: Search): Found;
  saveWorkflowDefinition(definition: WorkflowDefinition): void;
  removeWorkflowDefinition(name: string, version: number): void;
  workflowDefinitions(): WorkflowDefinition[];
  saveTaskDefinition(definition: TaskDefinition): void;
  removeTaskDefinition(name: string): void;
  taskDefinitions(): TaskDefinition[];
  close(): void;
}

/** Log lines kept for one task; a poll of a day's length every second must not fill the disk. */
const logLinesMax = 5_000;

const logCharactersMax = 16_384;

/** What the disk did not take is tried again after this time, if nothing else comes to be written before. */
const againMs = 1_000;

/** Opens the store. */
export function openStore(options: DatabaseOptions): Store {
  const database = openDatabase(options);
  const sql = prepared(database);
  const snapshots = snapshotCache(sql("SELECT body FROM snapshot WHERE id = ?"));

  const executions = new Map<string, { execution: Execution; lookAgainAt: number | undefined }>();
  const tasks = new Map<string, Task>();
  const others: (() => void)[] = [];
  let waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  let planned = false;

  function plan(): void {
    if (planned) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      const told = waiting;
      waiting = [];
      try {
        flush();
        for (const { resolve } of told) resolve();
      } catch (error) {
        for (const { reject } of told) reject(error);
        setTimeout(plan, againMs).unref();
      }
    });
  }

  /** Writes what was gathered in one transaction. What cannot be written stays gathered. */
  function flush(): void {
    if (executions.size + tasks.size + others.length === 0) return;
    database.exec("BEGIN");
    try {
      for (const { execution, lookAgainAt } of executions.values()) writeExecution(execution, lookAgainAt);
      for (const task of tasks.values()) writeTask(task);
      for (const write of others) write();
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
    executions.clear();
    tasks.clear();
    others.length = 0;
  }

  const upsertExecution = sql(`
    INSERT INTO execution (workflow_id, snapshot_id, workflow_type, version, status, correlation_id, idempotency_key,
      start_time, update_time, end_time, look_again_at, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (workflow_id) DO UPDATE SET snapshot_id = excluded.snapshot_id, status = excluded.status,
      correlation_id = excluded.correlation_id, start_time = excluded.start_time, update_time = excluded.update_time,
      end_time = excluded.end_time, look_again_at = excluded.look_again_at, body = excluded.body`);
  const insertSnapshot = sql("INSERT OR IGNORE INTO snapshot (id, body) VALUES (?, ?)");

  function writeExecution(execution: Execution, lookAgainAt: number | undefined): void {
    const { definition, tasks: _, ...body } = execution;
    const snapshot = snapshots.of(definition);
    if (!snapshot.written) insertSnapshot.run(snapshot.id, snapshot.text());
    snapshot.written = true;
    upsertExecution.run(
      execution.workflowId,
      snapshot.id,
      definition.name,
      definition.version,
      execution.status,
      execution.correlationId ?? null,
      execution.idempotencyKey ?? null,
      execution.createTime,
      execution.updateTime,
      execution.endTime,
      lookAgainAt ?? null,
      JSON.stringify(body),
    );
  }

  const upsertTask = sql(`
    INSERT INTO task (task_id, workflow_id, seq, task_type, task_def_name, status, domain, due_time, start_time,
      update_time, end_time, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (task_id) DO UPDATE SET seq = excluded.seq, status = excluded.status, domain = excluded.domain,
      due_time = excluded.due_time, start_time = excluded.start_time, update_time = excluded.update_time,
      end_time = excluded.end_time, body = excluded.body`);

  function writeTask(task: Task): void {
    upsertTask.run(
      task.taskId,
      task.workflowInstanceId,
      task.seq,
      task.taskType,
      task.taskDefName,
      task.status,
      task.domain ?? null,
      task.dueTime ?? null,
      task.startTime,
      task.updateTime,
      task.endTime,
      JSON.stringify(task),
    );
  }

  function later(write: () => void): void {
    others.push(write);
    plan();
  }

  /** For questions that the database answers: everything gathered goes in first. */
  function rows<Row>(statement: string, ...parameters: (string | number)[]): Row[] {
    flush();
    return sql(statement).all(...parameters) as Row[];
  }

  return {
    saveExecution(execution, lookAgainAt) {
      executions.set(execution.workflowId, { execution, lookAgainAt });
      plan();
    },
    saveTask(task) {
      tasks.set(task.taskId, task);
      plan();
    },
    removeTask(taskId) {
      tasks.delete(taskId);
      later(() => sql("DELETE FROM task WHERE task_id = ?").run(taskId));
    },
    removeExecution(workflowId) {
      executions.delete(workflowId);
      for (const task of [...tasks.values()])
        if (task.workflowInstanceId === workflowId) tasks.delete(task.taskId);
      later(() => {
        const logs = "DELETE FROM task_log WHERE task_id IN (SELECT task_id FROM task WHERE workflow_id = ?)";
        sql(logs).run(workflowId);
        sql("DELETE FROM task WHERE workflow_id = ?").run(workflowId);
        sql("DELETE FROM execution WHERE workflow_id = ?").run(workflowId);
      });
    },
    addLogs(logs) {
      if (logs.length === 0) return;
      later(() => {
        for (const { taskId, createdTime, log } of logs) {
          sql("INSERT INTO task_log (task_id, created_time, log) VALUES (?, ?, ?)").run(
            taskId,
            createdTime,
            log.slice(0, logCharactersMax),
          );
        }
        for (const taskId of new Set(logs.map((log) => log.taskId))) {
          sql(`DELETE FROM task_log WHERE task_id = ?1 AND seq <=
            (SELECT seq FROM task_log WHERE task_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ${logLinesMax})`).run(
            taskId,
          );
        }
      });
    },
    committed() {
      if (!planned) return Promise.resolve();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    loadExecution(workflowId) {
      type Row = { snapshot_id: string; body: string };
      const [row] = rows<Row>("SELECT snapshot_id, body FROM execution WHERE workflow_id = ?", workflowId);
      if (!row) return undefined;
      const bodies = rows<{ body: string }>(
        "SELECT body FROM task WHERE workflow_id = ? ORDER BY seq",
        workflowId,
      );
      return {
        ...(JSON.parse(row.body) as Omit<Execution, "definition" | "tasks">),
        definition: snapshots.load(row.snapshot_id),
        tasks: taskBook(bodies.map(({ body }) => JSON.parse(body) as Task)),
      };
    },
    workflowIdOf(taskId) {
      return rows<{ id: string }>("SELECT workflow_id AS id FROM task WHERE task_id = ?", taskId)[0]?.id;
    },
    logsOf(taskId) {
      return rows<TaskLog>(
        "SELECT log, task_id AS taskId, created_time AS createdTime FROM task_log WHERE task_id = ? ORDER BY seq",
        taskId,
      );
    },
    openTasks: () =>
      rows<OpenTask>(`SELECT workflow_id AS workflowId, task_id AS taskId, task_type AS taskType, status, domain,
        due_time AS dueTime FROM task WHERE status IN ('SCHEDULED', 'IN_PROGRESS') ORDER BY due_time, rowid`),
    openExecutions: () =>
      rows(`SELECT workflow_id AS workflowId, look_again_at AS lookAgainAt FROM execution
        WHERE status IN ('RUNNING', 'PAUSED')`),
    runningIds: (workflowType, version) =>
      rows<{ id: string }>(
        `SELECT workflow_id AS id FROM execution
          WHERE status IN ('RUNNING', 'PAUSED') AND workflow_type = ? AND version = ? ORDER BY seq`,
        workflowType,
        version,
      ).map(({ id }) => id),
    correlated: (workflowType, correlationId, includeClosed) =>
      rows<{ id: string }>(
        `SELECT workflow_id AS id FROM execution WHERE correlation_id = ? AND workflow_type = ?
          ${includeClosed ? "" : "AND status IN ('RUNNING', 'PAUSED')"} ORDER BY seq DESC`,
        correlationId,
        workflowType,
      ).map(({ id }) => id),
    idempotent: (workflowType, idempotencyKey) =>
      rows<{ workflowId: string; status: string }>(
        `SELECT workflow_id AS workflowId, status FROM execution WHERE idempotency_key = ? AND workflow_type = ?
          ORDER BY seq DESC LIMIT 1`,
        idempotencyKey,
        workflowType,
      )[0],
    searchExecutions(search) {
      flush();
      return searchExecutions(database, search);
    },
    searchTasks(search) {
      flush();
      return searchTasks(database, search);
    },
    saveWorkflowDefinition(definition) {
      const text = JSON.stringify(definition);
      const { name, version } = definition;
      later(() =>
        sql("INSERT OR REPLACE INTO workflow_definition (name, version, body) VALUES (?, ?, ?)").run(
          name,
          version,
          text,
        ),
      );
    },
    removeWorkflowDefinition: (name, version) =>
      later(() => sql("DELETE FROM workflow_definition WHERE name = ? AND version = ?").run(name, version)),
    workflowDefinitions: () =>
      rows<{ body: string }>("SELECT body FROM workflow_definition ORDER BY rowid").map(
        ({ body }) => JSON.parse(body) as WorkflowDefinition,
      ),
    saveTaskDefinition(definition) {
      const text = JSON.stringify(definition);
      later(() =>
        sql("INSERT OR REPLACE INTO task_definition (name, body) VALUES (?, ?)").run(definition.name, text),
      );
    },
    removeTaskDefinition: (name) => later(() => sql("DELETE FROM task_definition WHERE name = ?").run(name)),
    taskDefinitions: () =>
      rows<{ body: string }>("SELECT body FROM task_definition ORDER BY rowid").map(
        ({ body }) => JSON.parse(body) as TaskDefinition,
      ),
    close() {
      flush();
      database.close();
    },
  };
}

/** Statements, each prepared once. */
function prepared(database: DatabaseSyncInstance): (statement: string) => StatementSyncInstance {
  const known = new Map<string, StatementSyncInstance>();
  return (statement) => {
    const ready = known.get(statement) ?? database.prepare(statement);
    known.set(statement, ready);
    return ready;
  };
}

interface Snapshot {
  readonly id: string;
  text(): string;
  written: boolean;
}

const snapshotsMax = 500;

/** Definitions as executions hold them: equal ones are kept once, on disk and in memory. */
function snapshotCache(select: StatementSyncInstance) {
  const byDefinition = new WeakMap<WorkflowDefinition, Snapshot>();
  const loaded = new Map<string, WorkflowDefinition>();
  return {
    of(definition: WorkflowDefinition): Snapshot {
      const known = byDefinition.get(definition);
      if (known) return known;
      const text = JSON.stringify(definition);
      const id = createHash("sha256").update(text).digest("hex").slice(0, 32);
      const snapshot = { id, text: () => JSON.stringify(definition), written: false };
      byDefinition.set(definition, snapshot);
      return snapshot;
    },
    load(id: string): WorkflowDefinition {
      const known = loaded.get(id);
      if (known) return known;
      const { body } = select.get(id) as { body: string };
      const definition = JSON.parse(body) as WorkflowDefinition;
      byDefinition.set(definition, { id, text: () => body, written: true });
      if (loaded.size >= snapshotsMax) loaded.clear();
      loaded.set(id, definition);
      return definition;
    },
  };
}

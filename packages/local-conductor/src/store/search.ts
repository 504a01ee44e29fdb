import { own } from "@long-running-api/conductor/definition/model";
import { ConductorError } from "@long-running-api/conductor/error";
import type { DatabaseSync } from "@long-running-api/sqlite";

/** A client's search. */
export interface Search {
  readonly start: number;
  readonly size: number;
  readonly sort?: string | undefined;
  readonly freeText?: string | undefined;
  readonly query?: string | undefined;
}

/** One page of identifiers, in order, and the total number. */
export interface Found {
  readonly totalHits: number;
  readonly ids: readonly string[];
}

/** Conductor's field names and their columns. Other fields are ignored, as on the server. */
const executionColumns: Readonly<Record<string, string>> = {
  workflowId: "workflow_id",
  workflowType: "workflow_type",
  correlationId: "correlation_id",
  status: "status",
  startTime: "start_time",
  endTime: "end_time",
  updateTime: "update_time",
};

const taskColumns: Readonly<Record<string, string>> = {
  workflowType: "(SELECT workflow_type FROM execution WHERE execution.workflow_id = task.workflow_id)",
  taskId: "task_id",
  taskType: "task_type",
  taskDefName: "task_def_name",
  status: "status",
  workflowId: "workflow_id",
  startTime: "start_time",
  endTime: "end_time",
  updateTime: "update_time",
};

/** Executions that match. */
export function searchExecutions(database: DatabaseSync, search: Search): Found {
  return find(
    database,
    { table: "execution", id: "workflow_id", order: "seq", columns: executionColumns },
    search,
  );
}

/** Tasks that match. */
export function searchTasks(database: DatabaseSync, search: Search): Found {
  return find(database, { table: "task", id: "task_id", order: "rowid", columns: taskColumns }, search);
}

interface Searched {
  readonly table: string;
  readonly id: string;
  readonly order: string;
  readonly columns: Readonly<Record<string, string>>;
}

const sizeMax = 5_000;

function find(database: DatabaseSync, { table, id, order, columns }: Searched, search: Search): Found {
  const conditions = [...parse(search.query, columns), ...freeText(search.freeText, id)];
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.map(({ sql }) => sql).join(" AND ")}`;
  const values = conditions.flatMap((condition) => condition.values);
  const count = database.prepare(`SELECT count(*) AS totalHits FROM ${table} ${where}`).get(...values);
  const found = database
    .prepare(
      `SELECT ${id} AS id FROM ${table} ${where} ORDER BY ${sorting(search.sort, columns)}${order} LIMIT ? OFFSET ?`,
    )
    .all(...values, Math.min(Math.max(search.size, 0), sizeMax), Math.max(search.start, 0));
  return {
    totalHits: (count as { totalHits: number }).totalHits,
    ids: (found as { id: string }[]).map((row) => row.id),
  };
}

interface Condition {
  readonly sql: string;
  readonly values: readonly string[];
}

/** `field=value AND field IN (a,b) AND field>1`; values with or without quotes, `*` as wildcard. */
function* parse(text: string | undefined, columns: Searched["columns"]): Generator<Condition> {
  if (!text) return;
  for (const part of text.split(/ AND /i)) {
    const [, field, operator, rest] = /([a-zA-Z]+)\s?(=|>|<|IN)\s?(.*)/.exec(part) ?? [];
    if (field === undefined || operator === undefined || rest === undefined) {
      throw new ConductorError(400, `Incorrectly formatted query string: ${part}`);
    }
    const column = own(columns, field);
    if (!column) continue;
    const values = rest
      .replace(/["'()]/g, "")
      .split(",")
      .map((value) => value.trim());
    if (operator === "IN") yield { sql: `${column} IN (${values.map(() => "?").join(", ")})`, values };
    else yield comparison(column, operator, values.join(","));
  }
}

function comparison(column: string, operator: string, value: string): Condition {
  if (column.endsWith("_time")) {
    if (!/^\d+$/.test(value))
      throw new ConductorError(400, `Incorrectly formatted query string: ${column} ${value}`);
    return { sql: `${column} ${operator} CAST(? AS INTEGER)`, values: [value] };
  }
  if (operator === "=" && value.includes("*")) {
    return { sql: `${column} LIKE ?`, values: [value.replaceAll("*", "%")] };
  }
  return { sql: `${column} ${operator} ?`, values: [value] };
}

function* freeText(text: string | undefined, id: string): Generator<Condition> {
  if (!text || text === "*") return;
  const values = [`%${text.replaceAll("*", "%")}%`];
  if (id === "task_id") yield { sql: "task_type || ' ' || body LIKE ?", values };
  else yield { sql: "workflow_type || ' ' || status || ' ' || body LIKE ?", values };
}

/** `startTime:DESC`, several separated by `|`. */
function sorting(sort: string | undefined, columns: Searched["columns"]): string {
  let sql = "";
  for (const part of (sort ?? "").split("|")) {
    const [field = "", direction = "ASC"] = part.split(":");
    const column = own(columns, field);
    if (column) sql += `${column} ${direction.toUpperCase() === "DESC" ? "DESC" : "ASC"}, `;
  }
  return sql;
}

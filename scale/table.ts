import type { Estimate, QuotaHit, Row } from "@long-running-api/scale-model";
import { figure, time, usd } from "./figures.ts";

const columns: readonly { title: string; of(row: Row): string; left?: true }[] = [
  { title: "engine", of: ({ engine }) => engine, left: true },
  { title: "method", of: ({ method }) => method, left: true },
  { title: "polls/s", of: (row) => figure(row.pollsPerSecond) },
  { title: "peak", of: (row) => figure(row.peakPollsPerSecond) },
  { title: "late p50", of: (row) => time(row.latenessP50) },
  { title: "late p99", of: (row) => time(row.latenessP99) },
  { title: "Lambda", of: (row) => figure(row.lambdaConcurrency) },
  { title: "servers", of: (row) => machines(row, row.servers) },
  { title: "workers", of: (row) => machines(row, row.workers) },
  { title: "a month", of: (row) => usd(row.cost.total) },
];

function machines({ engine }: Row, count: number): string {
  return engine === "Conductor" ? figure(count) : "–";
}

/** The estimate as a table for the terminal, and below it the quotas that it exceeds. */
export function tableLines(result: Estimate): string[] {
  const rows = [
    columns.map(({ title }) => title),
    ...result.rows.map((row) => columns.map(({ of }) => of(row))),
  ];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, index) =>
        columns[index]?.left ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  return [
    summary(result),
    "",
    ...lines,
    "",
    ...quotaLines(result),
    "Lambda: concurrent executions. Servers and workers: as measured here, and not part of the cost.",
  ];
}

function summary({ jobsPerMonth, meanSeconds, startsPerSecond }: Estimate): string {
  return `${figure(jobsPerMonth)} jobs a month, ${figure(startsPerSecond)} a second, ${time(meanSeconds)} each on average`;
}

function quotaLines({ rows }: Estimate): string[] {
  const hit = rows.filter(({ quotas }) => quotas.length > 0);
  if (hit.length === 0) return ["No default quota is exceeded.", ""];
  return [
    "Default quotas that are exceeded:",
    ...hit.flatMap(({ engine, method, quotas }) => [
      `  ${engine}, ${method}`,
      ...quotas.map((quota) => `    ${describe(quota)}`),
    ]),
    "",
  ];
}

function describe({ name, needed, limit, unit, where }: QuotaHit): string {
  const regions = where === undefined ? "" : ", in 13 regions";
  return `${name}: ${figure(needed)} of ${figure(limit)} ${unit}${regions}`;
}

/** A table in Markdown. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), `|${header.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

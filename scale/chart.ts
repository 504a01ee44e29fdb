import type { Estimate } from "@long-running-api/scale-model";
import { time, usd } from "./figures.ts";

const barMax = 40;

/** A month's cost as bars on a logarithmic scale, with the lateness beside them. */
export function chartLines({ rows }: Estimate): string[] {
  const least = Math.max(0.01, Math.min(...rows.map(({ cost }) => cost.total)));
  const most = Math.max(...rows.map(({ cost }) => cost.total), least * 10);
  const width = (value: number) =>
    Math.max(
      1,
      Math.round(1 + ((barMax - 1) * Math.log(Math.max(value, least) / least)) / Math.log(most / least)),
    );
  const titles = rows.map(({ engine, method }) => `${engine}, ${method}`);
  const titleWidth = Math.max(...titles.map((title) => title.length));
  return [
    "A month's cost (bars: each tenfold is as long as the next), and how late 99 % of the jobs are at most",
    "",
    ...rows.map(({ cost, latenessP99 }, index) =>
      [
        (titles[index] ?? "").padEnd(titleWidth),
        "█".repeat(width(cost.total)).padEnd(barMax),
        usd(cost.total).padStart(10),
        time(latenessP99).padStart(8),
      ].join("  "),
    ),
  ];
}

import { readFileSync } from "node:fs";
import path from "node:path";
import { estimate } from "@long-running-api/scale-model";
import { projectFolder } from "@long-running-api/test-support/project";
import { expect, test } from "vitest";
import { chartLines } from "./chart.ts";
import { documents } from "./docs/index.ts";
import { readDuration } from "./durations.ts";
import { figure, time, usd } from "./figures.ts";
import { tableLines } from "./table.ts";

test.each(Object.entries(documents()))("%s is up to date: npx tsx scale --docs", (file, text) => {
  const stored = readFileSync(path.join(projectFolder, file), "utf8").replaceAll("\r\n", "\n");
  expect(stored).toBe(text);
});

test("durations as people write them", () => {
  expect(readDuration("27")).toEqual({ kind: "fixed", seconds: 27 });
  expect(readDuration("4h")).toEqual({ kind: "fixed", seconds: 14_400 });
  expect(readDuration("uniform:5m,25m")).toEqual({ kind: "uniform", least: 300, most: 1_500 });
  expect(readDuration("lognormal:10m,0.5")).toEqual({ kind: "lognormal", median: 600, sigma: 0.5 });
  const wrong = [
    "",
    "0",
    "-5",
    "5d",
    "30m,2",
    "uniform:5m",
    "uniform:5m,5m",
    "lognormal:5m",
    "lognormal:5m,3",
    "32h,",
    "x:1",
  ];
  for (const text of wrong) expect(() => readDuration(text), text).toThrow("--duration needs");
});

test("figures are rounded to what they are worth", () => {
  expect([0.00001, 0.00005].map(figure)).toEqual(["< 0.0001", "0.0001"]);
  expect([0, 0.0123, 7.432, 15.64, 201_123, 1_234].map(figure)).toEqual([
    "0",
    "0.0123",
    "7.43",
    "15.6",
    "201,000",
    "1,230",
  ]);
  expect([0.001, 7.489, 1_480.2].map(usd)).toEqual(["< $0.01", "$7.49", "$1,480"]);
  expect([0.1, 59.4, 1_524, 14_400].map(time)).toEqual(["0.1 s", "59 s", "25 min", "4 h"]);
});

test("the table names each quota that is exceeded; the chart has a bar for each row", () => {
  const result = estimate({ jobs: { atOnce: 100_000 }, durations: readDuration("10m"), intervalSeconds: 5 });
  const table = tableLines(result).join("\n");
  for (const { quotas } of result.rows) for (const { name } of quotas) expect(table).toContain(name);
  expect(table).toContain("API Gateway throttle rate: 20,");
  const bars = chartLines(result).flatMap((line) => /█+/.exec(line)?.[0].length ?? []);
  expect(bars).toHaveLength(result.rows.length);
  const costs = result.rows.map(({ cost }) => cost.total);
  expect(bars.indexOf(Math.max(...bars))).toBe(costs.indexOf(Math.max(...costs)));
  expect(bars.indexOf(Math.min(...bars))).toBe(costs.indexOf(Math.min(...costs)));
});

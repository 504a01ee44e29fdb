import type { Report } from "../../engine/report.ts";
import { github } from "./github.ts";
import { junit } from "./junit.ts";
import { tap } from "./tap.ts";

export type ReporterName = "text" | "json" | "junit" | "tap" | "github";

/** Forms of a report that are printed at the end, in one piece. */
export const reporters = {
  json: (report: Report) => JSON.stringify(report, null, 2),
  junit,
  tap,
  github,
  text: () => "",
} as const satisfies Record<ReporterName, (report: Report) => string>;

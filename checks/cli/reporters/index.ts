import type { Report } from "../../engine/report.ts";
import { github } from "./github.ts";
import { junit } from "./junit.ts";
import { tap } from "./tap.ts";

export type ReporterName = "text" | "json" | "junit" | "tap" | "github";

/** Formats of a report that are printed in one piece, at the end. */
export const reporters = {
  json: (report: Report) => JSON.stringify(report, null, 2),
  junit,
  tap,
  github,
  text: () => "",
} as const satisfies Record<ReporterName, (report: Report) => string>;

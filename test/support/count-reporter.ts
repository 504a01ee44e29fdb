import { writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** Vitest's results, for `test/run.ts`. */
export interface VitestCount {
  passed: number;
  failed: number;
  skipped: { name: string; why: string }[];
}

/** Names the file that the count is written to. */
export const countFileVariable = "TEST_COUNT_FILE";

/** A reporter that counts and says why something was skipped; vitest's own forms leave that out. */
// biome-ignore lint/style/noDefaultExport: that is how vitest finds a reporter
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env[countFileVariable];
    if (file !== undefined) writeFileSync(file, JSON.stringify(count(modules, errors.length)));
  }
}

function count(modules: readonly TestModule[], errors: number): VitestCount {
  const sum: VitestCount = { passed: 0, failed: 0, skipped: [] };
  for (const module of modules) {
    const failedBefore = sum.failed;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === "passed") sum.passed += 1;
      else if (result.state === "failed") sum.failed += 1;
      else sum.skipped.push({ name: test.fullName, why: skipReason(result) });
    }
    // A file that cannot even be read, or whose set-up fails, holds no test that could; it counts as one.
    if (!module.ok() && sum.failed === failedBefore) sum.failed += 1;
  }
  // An error outside of any test must not pass for a success.
  return errors > 0 && sum.failed === 0 ? { ...sum, failed: errors } : sum;
}

function skipReason(result: object): string {
  return "note" in result && typeof result.note === "string" ? result.note : "";
}

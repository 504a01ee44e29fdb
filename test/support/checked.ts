import type { Shell } from "./shell.ts";

/** The output of `checks --json`, in the documented form rather than our types, which could change unnoticed. */
export interface CheckReport {
  version: number;
  target: string;
  status: "pass" | "fail" | "skip" | "unknown";
  exitCode: number;
  checks: {
    id: string;
    step: string;
    status: "pass" | "fail" | "skip" | "unknown";
    expected: string | null;
    observed: string | null;
    hint: string | null;
    because: string | null;
  }[];
}

/** Runs a check (`["checks/01-table"]`) for its JSON; the exit code must be the one in the document. */
export async function checked(
  shell: Shell,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<CheckReport> {
  const { code, stdout, stderr } = await shell.run([...words, "--json"], { env });
  try {
    const report = JSON.parse(stdout) as CheckReport;
    if (report.exitCode !== code) throw new Error(`It says ${report.exitCode} and ends with ${code}.`);
    return report;
  } catch (error) {
    throw new Error(`${words.join(" ")} ended with ${code}: ${error}\n${stdout}\n${stderr}`);
  }
}

/** The verdicts that are not a pass, for an assertion that shows them. */
export function notPassed({ checks }: CheckReport): string[] {
  return checks.flatMap(({ id, status, observed, because }) =>
    status === "pass" ? [] : [`${id} ${status}: ${observed ?? because}`],
  );
}

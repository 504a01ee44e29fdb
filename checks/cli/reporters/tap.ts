import type { Report, Reported } from "../../engine/report.ts";

/** TAP 14, with the details of what is not ok as YAML. */
export function tap({ checks }: Report): string {
  return ["TAP version 14", `1..${checks.length}`, ...checks.flatMap(line)].join("\n");
}

function line(check: Reported, index: number): string[] {
  const ok = check.status === "pass" || check.status === "skip";
  const skip = check.status === "skip" ? ` # SKIP follows from ${check.because}` : "";
  const head = `${ok ? "ok" : "not ok"} ${index + 1} - ${check.id}: ${check.claim.replaceAll("#", "\\#")}${skip}`;
  if (ok) return [head];
  const fields = ["status", "expected", "observed", "leadsTo", "lookAt", "hint"] as const;
  const details = fields.flatMap((field) =>
    check[field] === null ? [] : [`  ${field}: ${JSON.stringify(check[field])}`],
  );
  return [head, "  ---", ...details, "  ..."];
}

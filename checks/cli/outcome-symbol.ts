import type { Outcome } from "../engine/check.ts";

const symbols: Readonly<Record<Outcome, string>> = { pass: "✔", fail: "✖", skip: "–", unknown: "?" };
const plain: Readonly<Record<Outcome, string>> = { pass: "√", fail: "×", skip: "-", unknown: "?" };

/** One character for an outcome. The old Windows console has no ✔. */
export function symbolOf(
  outcome: Outcome,
  { platform, env }: Pick<NodeJS.Process, "platform" | "env">,
): string {
  const old = platform === "win32" && !env["WT_SESSION"] && !env["TERM_PROGRAM"] && env["TERM"] === undefined;
  return (old ? plain : symbols)[outcome];
}

import { counted } from "@long-running-api/foundation/text";
import type { Output } from "@long-running-api/kit/output";
import type { Case } from "./cases.ts";
import { storyOf } from "./cases.ts";
import type { PracticeRecord, Solved } from "./record.ts";
import { symptomKinds } from "./symptom.ts";

const dayMs = 86_400_000;

/** Prints the cases. A cause is named only once it was found. */
export function listCases(
  cases: readonly Case[],
  { solved }: PracticeRecord,
  nowMs: number,
  output: Output,
): number {
  const { colors, say } = output;
  for (const level of [...new Set(cases.map((each) => each.level))].sort()) {
    say(colors.bold(`level ${level}`));
    for (const each of cases.filter((one) => one.level === level)) {
      const known = solved[each.fault];
      const mark = known ? colors.green("✔") : " ";
      const text = known
        ? `${storyOf(each)} ${colors.dim(whenDue(known, nowMs))}`
        : symptomKinds[each.symptom];
      say(`${mark} ${each.step.padEnd(11)}  ${text}`);
    }
  }
  const count = cases.filter(({ fault }) => solved[fault]).length;
  const due = cases.filter(({ fault }) => (solved[fault]?.dueMs ?? Number.POSITIVE_INFINITY) <= nowMs).length;
  say();
  say(`${count} of ${cases.length} solved, ${due} due again`);
  output.document({
    version: 1,
    solved: count,
    total: cases.length,
    due,
    cases: cases.map(({ fault, step, level, symptom }) => ({
      ...(solved[fault]
        ? { fault, due: new Date(solved[fault].dueMs).toISOString() }
        : { fault: null, due: null }),
      step,
      level,
      symptom: symptomKinds[symptom],
      solvedInARow: solved[fault]?.inARow ?? 0,
    })),
  });
  return 0;
}

function whenDue({ dueMs }: Solved, nowMs: number): string {
  const days = Math.ceil((dueMs - nowMs) / dayMs);
  return days <= 0 ? "due again" : `again in ${counted(days, "day")}`;
}

import { everyStepId, type StepId, stepIds } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import type { Check, CheckId } from "../../checks/engine/check.ts";
import type { Report, Reported } from "../../checks/engine/report.ts";
import { runOf } from "../../checks/engine/run.ts";
import { answer } from "../answer.ts";
import { type McpServer, z } from "../sdk.ts";
import { atTarget, type Call, mayProbe, probeRefused, runOptions, type Session } from "../session.ts";

const finding = z.object({
  check: z.string(),
  claim: z.string(),
  status: z
    .enum(["fail", "unknown"])
    .describe("unknown: the check could not read what it needs, which does not mean that anything is wrong"),
  expected: z.string().nullable(),
  observed: z.string().nullable(),
  leadsTo: z.string().nullable().describe("what goes wrong later because of it"),
  lookAt: z.string().nullable().describe("the step, the section of the tutorial, the page of the console"),
  docs: z.string(),
});

const input = z.object({
  steps: z
    .array(z.enum(everyStepId))
    .min(1)
    .optional()
    .describe("the steps to check; the five of the tutorial, if omitted"),
  probe: z
    .boolean()
    .optional()
    .describe(
      "false leaves out the checks that send a request of their own: the others take seconds, these as long as the function works. true insists on them; a real account must allow them",
    ),
});

const output = z.object({
  target: z.string(),
  status: z.enum(["pass", "fail", "skip", "unknown"]),
  passed: z.number(),
  firstCause: finding.optional().describe("correct this first: others may follow from it"),
  others: z.array(finding).describe("what else fails or could not be checked"),
  follows: z.array(z.object({ check: z.string(), because: z.string() })),
  notRun: z.array(z.string()).describe("checks that were left out, because they send a request"),
});

/** The tool that says what is wrong. */
export function registerCheck(server: McpServer, session: Session): void {
  server.registerTool(
    "check",
    {
      title: "What is wrong?",
      description:
        "Runs the tutorial's checks on what the learner built, and returns the first cause with what was expected and observed. It does not contain hints or solutions: ask the learner what they think first.",
      inputSchema: input,
      outputSchema: output,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    },
    ({ steps = [...stepIds], probe }, context) =>
      answer(context, (call) => check(session, { steps, probe }, call)),
  );
}

interface Asked {
  steps: readonly StepId[];
  probe: boolean | undefined;
}

async function check(
  session: Session,
  { steps, probe }: Asked,
  call: Call,
): Promise<z.output<typeof output>> {
  const { place } = session;
  const checks = await place.load(steps);
  return await atTarget(session, async (target) => {
    const allowed = mayProbe(session, target);
    if (probe === true && !allowed) throw probeRefused(target);
    const passive = probe === false || !allowed;
    const run = { target, names: place.names(), steps, passive, ...runOptions(call) };
    const report = await runOf(checks, run);
    const earlier = await causesElsewhere(checks, report, { ...run, steps: [] });
    return summary(target, report, [...earlier, ...report.checks], {
      notRun: passive ? checks.filter(({ acts, step }) => acts && steps.includes(step)) : [],
    });
  });
}

/** The verdicts of checks that were not reported, and that reported ones follow from. */
async function causesElsewhere(
  checks: readonly Check[],
  { checks: reported }: Report,
  run: Parameters<typeof runOf>[1],
): Promise<readonly Reported[]> {
  const ids = new Set(reported.map(({ id }) => id));
  const only = [
    ...new Set(reported.flatMap(({ because }) => (because && !ids.has(because) ? [because] : []))),
  ];
  return only.length === 0 ? [] : (await runOf(checks, { ...run, only: only satisfies CheckId[] })).checks;
}

function summary(
  target: Pick<Target, "title">,
  { status }: Report,
  verdicts: readonly Reported[],
  { notRun }: { notRun: readonly Check[] },
): z.output<typeof output> {
  const failed = verdicts.filter((verdict) => verdict.status === "fail");
  const unknown = verdicts.filter((verdict) => verdict.status === "unknown");
  const [first, ...others] = [...failed, ...unknown].map(findingOf);
  return {
    target: target.title,
    status,
    passed: verdicts.filter((verdict) => verdict.status === "pass").length,
    ...(first ? { firstCause: first } : {}),
    others,
    follows: verdicts.flatMap(({ id, because }) => (because ? [{ check: id, because }] : [])),
    notRun: notRun.map(({ id }) => id),
  };
}

function findingOf(verdict: Reported): z.output<typeof finding> {
  const { id, claim, status, expected, observed, leadsTo, lookAt, docs } = verdict;
  return {
    check: id,
    claim,
    status: status === "fail" ? "fail" : "unknown",
    expected,
    observed,
    leadsTo,
    lookAt,
    docs,
  };
}

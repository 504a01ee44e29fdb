import { type CheckId, check, fail, pass } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { type ConditionResult, syntaxProblem } from "../read/condition.ts";
import { type JudgedAnswer, judgedAnswers } from "../read/condition-judges.ts";
import { shapeCheck } from "../read/proven.ts";
import { conditionOf, theWorkflow } from "../read/the-workflow.ts";
import { short } from "../rules/gateway/json.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { at, nothingToJudge } from "./where.ts";

const rendered: readonly CheckId[] = ["03-api/get-response"];
const lookAt = at("the HTTP_POLL task › terminationCondition");
const tutorialCondition =
  '(function(){ return $.output.response.statusCode == 200 && $.output.response.body.body.status == "COMPLETED";})();';

export const conditionCompiles = check({
  id: "04-workflow/condition-compiles",
  claim: "The terminationCondition is valid JavaScript.",
  needs: ["04-workflow/poll-task"],
  unlessFailed: ["04-workflow/poll-request"],
  probe: async (context) => {
    const workflow = await context.ask(theWorkflow);
    if (!workflow.poll) return undefined;
    const condition = conditionOf(workflow);
    return { condition, problem: await context.ask(syntaxProblem, condition) };
  },
  judge(seen) {
    if (!seen) return nothingToJudge;
    const { condition, problem } = seen;
    if (!problem) return pass(short(condition));
    const line = condition.split("\n")[problem.line - 1] ?? "";
    return fail({
      expected: "valid JavaScript",
      observed: `${problem.message} at line ${problem.line}, column ${problem.column}: ${excerpt(line, problem.column)}`,
      leadsTo: "The first poll fails with a SyntaxError, and the run with it.",
      lookAt,
      hint: condition.includes("${")
        ? "${…} is for URLs and bodies, and is replaced before the first poll. A condition reads the poll's response as $.output."
        : condition.includes('\\"')
          ? 'The condition contains \\" instead of ": in JSON one backslash is enough. The blog post has too many.'
          : "Look at the brackets and quotes around the position in the message.",
      differences: [{ field: "terminationCondition", found: condition, right: tutorialCondition }],
    });
  },
});

export const conditionCompleted = shapeCheck({
  id: "04-workflow/condition-completed",
  claim: "The condition is true for the API's response when the work is COMPLETED.",
  needs: ["04-workflow/condition-compiles", ...rendered],
  unlessFailed: ["03-api/get-body"],
  probe: probeAnswers,
  judge({ answers, condition }) {
    if (condition === undefined) return nothingToJudge;
    const completed = answerFor(answers, "COMPLETED");
    const failed = answerFor(answers, "FAILED");
    if (completed.result.kind === "done")
      return pass(`${completed.result.text} for ${short(JSON.stringify(completed.body))}`, [
        failed.result.kind === "again"
          ? "It waits only for COMPLETED: if the work fails, polling never ends. Return -1 to fail the task."
          : undefined,
      ]);
    return fail({
      expected: `true for ${short(JSON.stringify(completed.body))}`,
      observed: completed.result.text,
      leadsTo:
        completed.result.kind === "again"
          ? "Polling never ends, although the work does."
          : "The poll fails, and the run with it.",
      lookAt,
      hint: pathHint(completed.body, completed.result, condition),
      differences: [
        { field: "terminationCondition", found: condition, right: rightCondition(completed.body) },
      ],
    });
  },
});

export const conditionUnfinished = shapeCheck({
  id: "04-workflow/condition-unfinished",
  claim: "The condition is false before the item exists and while the work runs.",
  needs: ["04-workflow/condition-compiles", ...rendered],
  unlessFailed: ["03-api/get-body", "04-workflow/condition-completed"],
  probe: probeAnswers,
  judge({ answers, condition }) {
    if (condition === undefined) return nothingToJudge;
    for (const status of ["PROCESSING", "NOT_FOUND"] as const) {
      const { body, result } = answerFor(answers, status);
      if (result.kind === "again") continue;
      return fail({
        expected: `false for ${short(JSON.stringify(body))}`,
        observed: result.text,
        leadsTo:
          result.kind === "done"
            ? "Polling ends before the work does: the run is COMPLETED without a result."
            : "The poll fails while the work is running, and so does the run.",
        lookAt,
        hint:
          result.kind === "done" && status === "NOT_FOUND"
            ? "The first poll may arrive before the item exists. The status is then NOT_FOUND, and polling must continue."
            : result.kind === "done"
              ? "The HTTP status is always 200; only the status in the body shows when the work is done. The interval cannot end polling too early, but the condition can."
              : "The condition must return false or 0 until the work is done.",
        differences: [{ field: "terminationCondition", found: condition, right: rightCondition(body) }],
      });
    }
    return pass("false for PROCESSING and NOT_FOUND");
  },
});

function answerFor(
  answers: readonly JudgedAnswer[],
  status: JudgedAnswer["status"],
): { body: unknown; result: ConditionResult } {
  const answer = answers.find((each) => each.status === status);
  if (!answer?.result) throw new Error("Cannot judge a response that does not arrive.");
  return { body: answer.body, result: answer.result };
}

function pathHint(body: unknown, result: ConditionResult, condition: string): string {
  if (/returned a function/.test(result.text))
    return "The condition returns the function itself: call it, with () after it.";
  const { place } = statusIn(body);
  const path = {
    "body.status": "body.body.status",
    status: "body.status",
    text: "body.body, a string that contains JSON",
    nowhere: "",
  }[place];
  if (path === "") return "The API's response has no status where a condition would look.";
  const where = `The poll's response is $.output.response; its body is the API's response body, so the status is at $.output.response.${path}.`;
  if (result.kind === "problem") return `${where} The condition must return true or false.`;
  return /statusCode\W*(?!200\b)[\w"']*\d/.test(condition)
    ? `${where} Its statusCode is the number 200.`
    : `${where} Compare the path and the status letter by letter.`;
}

function rightCondition(body: unknown): string {
  return statusIn(body).place === "status"
    ? tutorialCondition.replace("body.body.status", "body.status")
    : tutorialCondition;
}

function excerpt(line: string, column: number): string {
  return short(line.slice(Math.max(0, column - 31), column + 30), 80);
}

interface Judged {
  answers: JudgedAnswer[];
  /** Nothing where the workflow has no HTTP_POLL task. */
  condition?: string;
}

async function probeAnswers(context: ProbeContext): Promise<Judged> {
  const workflow = await context.ask(theWorkflow);
  if (!workflow.poll) return { answers: [] };
  return { answers: await context.ask(judgedAnswers), condition: conditionOf(workflow) };
}

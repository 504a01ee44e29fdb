import type { ProbeContext } from "../engine/probe-context.ts";
import { shapeCheck } from "../proven.ts";
import { askStatus } from "../read/ask-function.ts";
import { addressOf } from "../read/function.ts";
import { theFunction } from "../read/the-function.ts";
import { judgeAnswer } from "../rules/status-answer.ts";

export const answers = shapeCheck({
  id: "02-lambda/answers",
  claim: "For an unknown requestId the function returns NOT_FOUND.",
  needs: ["02-lambda/exists"],
  unlessFailed: [
    "01-table/exists",
    "01-table/active",
    "01-table/partition-key",
    "01-table/no-sort-key",
    "02-lambda/active",
    "02-lambda/timeout",
    "02-lambda/concurrency",
    "02-lambda/runtime",
    "02-lambda/handler",
    "02-lambda/code",
    "02-lambda/role",
    "02-lambda/permissions",
    "02-lambda/table-name",
  ],
  probe: async (context: ProbeContext) =>
    await context.ask(askStatus, addressOf(await context.ask(theFunction))),
  judge: judgeAnswer,
});

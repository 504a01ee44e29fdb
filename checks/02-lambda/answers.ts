import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { askStatus } from "../read/ask-function.ts";
import { accepts404 } from "../read/condition-on-answer.ts";
import { addressOf } from "../read/function.ts";
import { shapeCheck } from "../read/proven.ts";
import { tableRead } from "../read/the-api.ts";
import { theCode, theFunction } from "../read/the-function.ts";
import { withoutComments } from "../rules/comments.ts";
import { type FunctionAnswer, judgeAnswer } from "../rules/status-answer.ts";

export const answers = shapeCheck(
  {
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
    probe: async (context: ProbeContext): Promise<FunctionAnswer> => {
      const answer = await context.ask(askStatus, addressOf(await context.ask(theFunction)));
      const reads = await undefinedIfUnreadable(context, () => context.ask(tableRead));
      if (!answer.error) return { ...answer, ...(reads === undefined ? {} : { notPolled: true }) };
      const code = await undefinedIfUnreadable(context, () => context.ask(theCode));
      const endpoint = localEndpoint(code?.code.text ?? "");
      return {
        ...answer,
        ...(endpoint === undefined ? {} : { endpoint }),
        ...((await context.ask(accepts404)) ? { pollAccepts404: true as const } : {}),
      };
    },
    judge: judgeAnswer,
  },
  // A function that fails is a design only where the API turns the error into a 404 that the poll accepts.
  (_, { error, pollAccepts404 }) => !error || pollAccepts404 === true,
);

/** An endpoint on the developer's machine, left in the code. */
function localEndpoint(whole: string): string | undefined {
  return /\bendpoint(?:_url)?\s*[:=]\s*["'](https?:\/\/(?:localhost|127\.|host\.docker|0\.0\.0\.0)[^"']*)["']/.exec(
    withoutComments(whole),
  )?.[1];
}

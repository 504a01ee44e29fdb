import type { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { answer } from "../answer.ts";
import type { Session } from "../session.ts";
import { stagesOf } from "../stages.ts";

const input = z.object({
  id: z.string().describe("a check that fails, e.g. 03-api/get-request, or an exercise, e.g. 03-path"),
});

const output = z.object({
  id: z.string(),
  status: z.string().describe("of the check now; a check that passes has no hints"),
  hint: z.string().optional(),
  stage: z.number().describe("the number of this hint; the last one is repeated"),
  stages: z.number(),
  because: z.string().optional().describe("it only follows from this check: ask for that one's hints"),
});

/** The tool that gives one hint at a time. */
export function registerHint(server: McpServer, session: Session): void {
  server.registerTool(
    "hint",
    {
      title: "The next hint",
      description:
        "Gives the next hint about a check or an exercise: first where to look, then what to think of, then what to compare. One call gives one hint. Let the learner try after each.",
      inputSchema: input,
      outputSchema: output,
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: true,
      },
    },
    ({ id: name }, context) =>
      answer(context, async (call) => {
        const { id, status, hints, key, because } = await stagesOf(name, session, call);
        const stage = Math.min((session.given.get(key) ?? 0) + 1, hints.length);
        session.given.set(key, stage);
        const hint = hints[stage - 1];
        return {
          id,
          status,
          stage,
          stages: hints.length,
          ...(hint === undefined ? {} : { hint }),
          ...(because === undefined ? {} : { because }),
        } satisfies z.output<typeof output>;
      }),
  );
}

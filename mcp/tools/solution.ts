import { Problem } from "@long-running-api/foundation/problem";
import { answer } from "../answer.ts";
import { type McpServer, z } from "../sdk.ts";
import type { Session } from "../session.ts";
import { type Stages, stagesOf } from "../stages.ts";

const input = z.object({
  id: z.string().describe("a check that fails, e.g. 03-api/get-request, or an exercise, e.g. 03-path"),
  learnerAsked: z.literal(true).describe("confirms that the learner asked to see the solution"),
});

const output = z.object({
  id: z.string(),
  differences: z
    .array(z.object({ field: z.string(), found: z.string(), right: z.string() }))
    .describe("empty if the hints already contain everything"),
  command: z.string().describe("what a person runs to apply or to try it"),
});

/** The tool that shows the solution, once every hint was given. */
export function registerSolution(server: McpServer, session: Session): void {
  server.registerTool(
    "solution",
    {
      title: "The solution",
      description:
        "Shows how the learner's version differs from the reference. Call it only when the learner asks for the solution. It is refused until the tool hint has given every hint.",
      inputSchema: input,
      outputSchema: output,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    },
    ({ id: name }, context) =>
      answer(context, async (call) => {
        const stages = await stagesOf(name, session, call);
        requireHints(stages, session.given.get(stages.key) ?? 0);
        return { id: stages.id, ...stages.solution } satisfies z.output<typeof output>;
      }),
  );
}

function requireHints({ id, status, hints, because }: Stages, given: number): void {
  if (because !== undefined)
    throw new Problem(`${id} follows from ${because}.`, {}, `Ask for the hints of ${because}.`);
  if (status === "pass") throw new Problem(`${id} passes: there is nothing to solve.`);
  if (given < hints.length)
    throw new Problem(
      "The hints come first.",
      { given: `${given} of ${hints.length}` },
      `Call hint with ${id}, and let the learner try.`,
    );
}

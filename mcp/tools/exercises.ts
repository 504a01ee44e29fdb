import type { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { exercisesDocument } from "../../dashboard/views/exercises.ts";
import { answer } from "../answer.ts";
import type { Session } from "../session.ts";

const output = z.object({
  folder: z.string(),
  next: z.string().optional(),
  exercises: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      task: z.string(),
      step: z.string(),
      file: z.string().optional(),
      state: z
        .enum(["none", "unsolved", "changed", "solved"])
        .describe("changed: neither the starter nor the solution; `npx tsx exercises check ID` tries it"),
    }),
  ),
});

/** The tool that lists the exercises. */
export function registerExercises(server: McpServer, { place }: Session): void {
  server.registerTool(
    "exercises",
    {
      title: "The exercises",
      description:
        "Lists the learner's exercises: the task of each, its file, and whether it is solved. It reads the learner's files, and tries nothing.",
      outputSchema: output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (context) => answer(context, async () => ({ ...exercisesDocument(place.exercises) })),
  );
}

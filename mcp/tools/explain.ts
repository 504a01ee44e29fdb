import type { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { explain } from "../../checks/cli/explain.ts";
import { answer } from "../answer.ts";

const input = z.object({ id: z.string().describe("a check, e.g. 03-api/get-request, or its last part") });
const output = z.object({ text: z.string() });

/** The tool that gives the background of a check. */
export function registerExplain(server: McpServer): void {
  server.registerTool(
    "explain",
    {
      title: "Why does this matter?",
      description:
        "The background of a check: what goes wrong, and why. It is general, and does not look at what the learner built.",
      inputSchema: input,
      outputSchema: output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ id }, context) => answer(context, async () => ({ text: explain(id).join("\n") })),
  );
}

import { renderForCall } from "@long-running-api/api-gateway";
import { TemplateError } from "@long-running-api/api-gateway/templates";
import { jsonMistake } from "../../templates/files.ts";
import { answer } from "../answer.ts";
import { type McpServer, z } from "../sdk.ts";

const texts = z.record(z.string(), z.string());

const input = z.object({
  template: z.string().describe("the mapping template (VTL)"),
  phase: z
    .enum(["request", "response"])
    .optional()
    .describe("request, if omitted: of the integration request or response"),
  body: z.string().optional().describe("the payload as text: what the caller sent, or the function returned"),
  path: texts.optional().describe("path parameters"),
  querystring: texts.optional(),
  header: texts.optional(),
  stageVariables: texts.optional(),
  context: z.record(z.string(), z.unknown()).optional().describe("$context"),
});

const output = z.object({
  output: z.string().optional(),
  requestOverride: z.unknown().optional(),
  responseOverride: z.unknown().optional(),
  unresolved: z
    .array(z.string())
    .optional()
    .describe("references to what does not exist: they render as nothing"),
  notJson: z.string().optional().describe("why the output is not valid JSON"),
  error: z
    .object({ message: z.string(), line: z.number(), column: z.number(), excerpt: z.string() })
    .optional()
    .describe("an error of the template"),
});

/** The tool that renders a mapping template. */
export function registerRenderTemplate(server: McpServer): void {
  server.registerTool(
    "render_template",
    {
      title: "Render a mapping template",
      description:
        "Renders an API Gateway mapping template as API Gateway does. An error of the template comes with its line and column. It needs no cloud.",
      inputSchema: input,
      outputSchema: output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (given, context) => answer(context, async () => render(given)),
  );
}

function render(given: z.output<typeof input>): z.output<typeof output> {
  const { template, phase = "request", body = "", path = {}, querystring = {}, header = {} } = given;
  const { stageVariables = {}, context = {} } = given;
  try {
    const rendered = renderForCall({
      template,
      phase,
      body,
      params: { path, querystring, header },
      stageVariables,
      context,
    });
    const { output, requestOverride, responseOverride, unresolved } = rendered;
    const notJson = jsonMistake(output);
    return {
      output,
      ...(requestOverride === undefined ? {} : { requestOverride }),
      ...(responseOverride === undefined ? {} : { responseOverride }),
      ...(unresolved === undefined ? {} : { unresolved: [...unresolved] }),
      ...(notJson === undefined ? {} : { notJson }),
    };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { message, line, column, excerpt } = error;
    return { error: { message, line, column, excerpt } };
  }
}

import { type Json, own } from "@long-running-api/conductor/definition/model";
import { messageOf, type TaskType, type Tools } from "./task-type.ts";

/** https://docs.conductor-oss.org/documentation/configuration/workflowdef/systemtasks/inline-task.html */
export const INLINE: TaskType = {
  begins: "IN_PROGRESS",
  outside: false,
  async execute({ inputData }, tools) {
    try {
      const { evaluatorType = "javascript", expression } = inputData;
      if (typeof expression !== "string" || expression.trim() === "") {
        throw new Error(
          "Empty 'expression' in Inline task's input parameters. A non-empty String value must be provided.",
        );
      }
      const result = await evaluateAs(String(evaluatorType ?? "javascript"), expression, inputData, tools);
      return { status: "COMPLETED", outputData: { result: result ?? null } };
    } catch (error) {
      // The same script on the same input fails again: no retry helps.
      const reason = messageOf(error);
      return {
        status: "FAILED_WITH_TERMINAL_ERROR",
        reasonForIncompletion: reason,
        outputData: { error: reason },
      };
    }
  },
};

/** The evaluators of INLINE and SWITCH. */
export async function evaluateAs(
  type: string,
  expression: string,
  input: Json,
  tools: Tools,
): Promise<unknown> {
  if (type === "value-param") return own(input, expression);
  if (type === "javascript" || type === "graaljs") return tools.scripts.evaluate(expression, input);
  throw new Error(
    `Unknown evaluator '${type}': the local Conductor knows javascript, graaljs and value-param.`,
  );
}

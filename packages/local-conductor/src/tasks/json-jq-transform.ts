import type { TaskType } from "./task-type.ts";

/**
 * https://docs.conductor-oss.org/documentation/configuration/workflowdef/systemtasks/json-jq-transform-task.html: runs
 * `queryExpression` on the whole input of the task.
 */
export const JSON_JQ_TRANSFORM: TaskType = {
  begins: "IN_PROGRESS",
  outside: false,
  async execute({ inputData }, { scripts }) {
    const { queryExpression } = inputData;
    if (queryExpression === undefined || queryExpression === null)
      return failed("Missing 'queryExpression' in input parameters");
    if (typeof queryExpression !== "string") return failed("'queryExpression' must be text");
    const answer = await (await scripts.jq()).query(queryExpression, inputData);
    if ("error" in answer) return { ...failed(answer.error), outputData: { error: answer.error } };
    const [result = null] = answer.results;
    return { status: "COMPLETED", outputData: { result, resultList: answer.results } };
  },
};

function failed(reasonForIncompletion: string) {
  return { status: "FAILED", reasonForIncompletion } as const;
}

/** The steps of the tutorial, in order. */
export const stepIds = ["01-table", "02-lambda", "03-api", "04-workflow", "05-run"] as const;
export type StepId = (typeof stepIds)[number];

/** Whether a text is the id of a step. */
export function isStepId(text: string): text is StepId {
  return stepIds.some((id) => id === text);
}

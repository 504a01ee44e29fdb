/** The steps of the tutorial, in order. */
export const stepIds = ["01-table", "02-lambda", "03-api", "04-workflow", "05-run"] as const;
export type StepId = (typeof stepIds)[number];

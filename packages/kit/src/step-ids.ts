/** The steps of the tutorial, in order. */
export const stepIds = ["01-table", "02-lambda", "03-api", "04-workflow", "05-run"] as const;
export type TutorialStepId = (typeof stepIds)[number];

/** The second method of the tutorial: done and checked by name, and not a part of the whole. */
export const callbackStepId = "06-callback";

/** Every step with a command and a check. */
export const everyStepId = [...stepIds, callbackStepId] as const;
export type StepId = (typeof everyStepId)[number];

/** Whether a text is the id of a step of the tutorial. */
export function isStepId(text: string): text is TutorialStepId {
  return stepIds.some((id) => id === text);
}

/** Where to look: a part of the workflow definition. */
export function at(part: string): string {
  return `steps/04-workflow; tutorial, step 4; Conductor › Definitions › Workflow › ${part}`;
}

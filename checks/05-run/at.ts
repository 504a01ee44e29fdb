/** Where a run is shown; `part` continues the path. */
export const at = (part: string) =>
  `steps/05-run; tutorial, step 5; Conductor › Executions › the latest one${part}`;

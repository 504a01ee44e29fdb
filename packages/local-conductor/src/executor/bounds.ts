/** How many requests run at the same time; the others wait, and their time has not begun. */
export const placeSettings = { total: 256, perHost: 64 };

/** Tasks in one execution; a loop that never ends must not fill memory and disk. */
export const tasksMax = 50_000;

const tooManyReason = `More than ${tasksMax} tasks in one execution: does a loop never end?`;
/** How an execution with more tasks ends. */
export const tooMany = { status: "FAILED", reason: tooManyReason } as const;

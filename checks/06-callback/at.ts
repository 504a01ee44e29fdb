/** Where the callback method is shown; `part` continues the path. */
export const at = (part: string) => `steps/06-callback; docs/callback.md${part}`;

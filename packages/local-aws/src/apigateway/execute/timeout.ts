/** How long an integration may take, unless it says otherwise. */
export const timeoutMillisDefault = 29_000;

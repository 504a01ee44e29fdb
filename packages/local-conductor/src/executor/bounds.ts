/** How many requests run at the same time; the others wait, and their time has not begun. */
export const placeSettings = { total: 512, perHost: 256 };

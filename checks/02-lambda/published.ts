const published =
  "The API calls an alias or a version: it keeps the code and the settings that were published under it, without what was deployed since.";

/** A hint about a function, of which the console shows the latest code and settings, not those of an alias. */
export function hintFor(qualifier: string | undefined, hint: string): string {
  return qualifier === undefined ? hint : `${hint} ${published}`;
}

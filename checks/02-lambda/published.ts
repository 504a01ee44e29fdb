const published =
  "The API calls an alias or a version: it keeps the code and settings that were published with it, without later changes.";

/** A hint about a function; the console shows its latest code and settings, not those of an alias. */
export function hintFor(qualifier: string | undefined, hint: string): string {
  return qualifier === undefined ? hint : `${hint} ${published}`;
}

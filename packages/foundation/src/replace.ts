/** A text with a replacement; throws if it changes nothing, which is a bug in the caller. */
export function replaceOrThrow(text: string, search: string | RegExp, replacement: string): string {
  const changed = text.replace(search, replacement);
  if (changed === text) throw new Error(`The replacement changes nothing: there is no ${search}.`);
  return changed;
}

/** A name as it stands; in quotes where it has a blank space, or anything else that could be overlooked. */
export function visible(name: string): string {
  return /^[\w.:/{}+*-]*$/.test(name) ? name : JSON.stringify(name);
}

/** A name; in quotes if it contains white space or anything else that is easy to miss. */
export function visible(name: string): string {
  return /^[\w.:/{}+*-]*$/.test(name) ? name : JSON.stringify(name);
}

/** Whether a text is a status code that a method response or a function can have. */
export function isStatusCode(text: string): boolean {
  return /^[1-5]\d\d$/.test(text);
}

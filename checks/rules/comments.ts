/** Code without the lines that are comments: what stands there does not run. In Python as in JavaScript. */
export function withoutComments(text: string): string {
  return text.replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, "").replace(/^[ \t]*(?:#|\/\/).*$/gm, "");
}

/** Python or JavaScript code without its comment lines, which do not run. */
export function withoutComments(text: string): string {
  return text.replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, "").replace(/^[ \t]*(?:#|\/\/).*$/gm, "");
}

const anyText = "\uE000";
const anyCharacter = "\uE001";

/** A policy's pattern with its `*` and `?` parsed, so that substituted values cannot add wildcards. */
export function pattern(text: string): string {
  return text.replaceAll("*", anyText).replaceAll("?", anyCharacter);
}

/** Whether a text matches a policy's pattern, in which `*` is any text and `?` any character. */
export function matchesWildcard(wanted: string, text: string): boolean {
  return matches(pattern(wanted), text);
}

/** Substitutes `${aws:username}` and the like. Without a value the pattern matches nothing, as in IAM. */
export function fillIn(compiled: string, lookUp: (key: string) => string | undefined): string | undefined {
  if (!compiled.includes("${")) return compiled;
  let missing = false;
  const filled = compiled.replace(/\$\{([^}]*)\}/g, (_, variable: string) => {
    if (variable === anyText) return "*";
    if (variable === anyCharacter) return "?";
    if (variable === "$") return "$";
    const [key = "", fallback] = variable.split(/\s*,\s*/);
    const value = lookUp(key.toLowerCase()) ?? fallback?.replace(/^'|'$/g, "");
    if (value === undefined) missing = true;
    return value ?? "";
  });
  return missing ? undefined : filled;
}

/** Whether the whole `text` matches. Linear in practice and never exponential: policies are untrusted. */
export function matches(compiled: string, text: string): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let resume = 0;
  while (index < text.length) {
    const wanted = compiled[at];
    if (wanted === anyText) {
      star = at++;
      resume = index;
    } else if (wanted === anyCharacter || wanted === text[index]) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (compiled[at] === anyText) at++;
  return at === compiled.length;
}

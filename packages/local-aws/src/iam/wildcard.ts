const anyText = "\uE000";
const anyCharacter = "\uE001";

/** A pattern of a policy, its `*` and `?` set apart, so that a value put in later cannot bring wildcards along. */
export function pattern(text: string): string {
  return text.replaceAll("*", anyText).replaceAll("?", anyCharacter);
}

/** Fills in `${aws:username}` and the like. Without a value the pattern matches nothing, as in IAM. */
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

/** Whether all of `text` fits. Linear in practice and never exponential: policies come from outside. */
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

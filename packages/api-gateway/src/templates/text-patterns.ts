import { chargeText, type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import { find, type Match, patternOf } from "@long-running-api/jsonpath/regex";
import type { Pattern } from "@long-running-api/jsonpath/regex-tree";

/** String.replaceAll and replaceFirst: `$1` and `${name}` in the replacement are groups, a backslash escapes. */
export function replacePattern(text: string, regex: string, by: string, meter: Meter, first = false): string {
  const pattern = patternOf(regex);
  const parts: string[] = [];
  let done = 0;
  let chars = 0;
  for (const match of matchesOf(pattern, text, meter)) {
    const replacement = expand(by, match, pattern);
    parts.push(text.slice(done, match.from), replacement);
    chars += match.from - done + replacement.length;
    chargeText(meter, chars > 0 ? replacement.length : 0);
    if (chars > text.length * 2) chargeText(meter, chars);
    done = match.to;
    if (first) break;
  }
  parts.push(text.slice(done));
  chargeText(meter, chars + text.length - done);
  return parts.join("");
}

function* matchesOf(pattern: Pattern, text: string, meter: Meter): Generator<Match> {
  let from = 0;
  while (from <= text.length) {
    const match = find(pattern, text, from, meter);
    if (!match) return;
    yield match;
    from = match.to > match.from ? match.to : match.to + 1;
  }
}

function expand(by: string, match: Match, pattern: Pattern): string {
  if (!/[\\$]/.test(by)) return by;
  return by.replace(
    /\\([\s\S]?)|\$(?:(\d)|\{([A-Za-z][A-Za-z0-9]*)\}|)/g,
    (all, escaped?: string, digit?: string, name?: string) => {
      if (all.startsWith("\\")) {
        if (escaped) return escaped;
        throw new RenderFault("A replacement ends with a backslash: write \\\\ for one.");
      }
      const index = digit !== undefined ? Number(digit) : pattern.names.get(name ?? "");
      if (index === undefined || index > pattern.groups) {
        throw new RenderFault(
          `A replacement refers to a group that does not exist: ${JSON.stringify(by.slice(0, 40))}.`,
        );
      }
      return match.groups[index] ?? "";
    },
  );
}

/** String.split: a limit of 0 drops empty parts at the end. */
export function splitText(text: string, regex: string, limit: number, meter: Meter): string[] {
  const parts: string[] = [];
  let done = 0;
  for (const match of matchesOf(patternOf(regex), text, meter)) {
    if (limit > 0 && parts.length === limit - 1) break;
    // An empty match at the very beginning splits nothing off.
    if (match.to === 0) continue;
    if (match.from === match.to && match.from >= text.length) break;
    parts.push(text.slice(done, match.from));
    done = match.to;
  }
  parts.push(text.slice(done));
  if (limit === 0) while (parts.length > 1 && parts[parts.length - 1] === "") parts.pop();
  chargeText(meter, text.length + parts.length);
  if (parts.length === 1 && parts[0] === "" && text !== "" && limit === 0) return [];
  return parts;
}

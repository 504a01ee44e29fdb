import { RenderFault } from "@long-running-api/jsonpath/meter";
import { patternOf } from "@long-running-api/jsonpath/regex";
import type { Pattern } from "@long-running-api/jsonpath/regex-parse";

/**
 * A regular expression of JSON Schema, which is JavaScript's, for the engine that can be stopped: what Java reads in
 * another way is written out. Nothing for one that cannot be read.
 */
export function ecmaPatternOf(pattern: string): Pattern | undefined {
  try {
    return patternOf(asJava(pattern));
  } catch (error) {
    if (error instanceof RenderFault) return undefined;
    throw error;
  }
}

/** In a class Java takes `[` for a class within it and `&&` for an intersection; its `$` also stands before a last line end. */
function asJava(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\[\s\S]|[[\]$&]/g, (found) => {
    if (found === "[") {
      if (inClass) return "\\[";
      inClass = true;
    } else if (found === "]") inClass = false;
    else if (found === "&" && inClass) return "\\&";
    else if (found === "$" && !inClass) return "\\z";
    return found;
  });
}

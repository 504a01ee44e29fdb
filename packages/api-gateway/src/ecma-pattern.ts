import { RenderFault } from "@long-running-api/jsonpath/meter";
import { patternOf } from "@long-running-api/jsonpath/regex";
import type { Pattern } from "@long-running-api/jsonpath/regex-tree";

/**
 * Translates a regular expression of JSON Schema (JavaScript's) for the Java engine, which can be stopped: syntax that
 * Java reads differently is rewritten. Undefined for an invalid expression.
 */
export function ecmaPatternOf(pattern: string): Pattern | undefined {
  try {
    return patternOf(asJava(pattern));
  } catch (error) {
    if (error instanceof RenderFault) return undefined;
    throw error;
  }
}

/** Inside a class, Java reads `[` as a nested class and `&&` as an intersection; its `$` also matches before a final line end. */
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

import { parseJson } from "./json.ts";
import { invalid, type PathText, skipBlanks } from "./jsonpath-text.ts";
import type { Argument } from "./jsonpath-tree.ts";

const depthMax = 30;

/** The arguments of a function, from its opening parenthesis to the closing one. */
export function parseArguments(source: PathText): Argument[] {
  if (++source.depth > depthMax) throw invalid(source, "too many nested functions");
  source.at++;
  const args: Argument[] = [];
  for (skipBlanks(source); source.text[source.at] !== ")"; skipBlanks(source)) {
    const argument = parseArgument(source);
    if (argument) args.push(argument);
    skipBlanks(source);
    if (source.text[source.at] === ",") source.at++;
    else if (source.text[source.at] !== ")") throw invalid(source, "a function is not closed");
  }
  source.at++;
  source.depth--;
  return args;
}

/** A path, or JSON that starts with a quote, a digit, a minus or a brace; Jayway skips anything else. */
function parseArgument(source: PathText): Argument | undefined {
  const next = source.text[source.at] ?? "";
  if (next === "$" || next === "@") return { kind: "path", path: source.parseInnerPath(source) };
  const json = /"(?:[^"\\]|\\[\s\S])*"|-?\d[\d.eE+-]*|\{(?:[^{}"]|"(?:[^"\\]|\\[\s\S])*")*\}/y;
  json.lastIndex = source.at;
  const found = json.exec(source.text)?.[0];
  if (found !== undefined) {
    source.at += found.length;
    return { kind: "value", value: parseJson(found) };
  }
  const other = /[^,()]*/y;
  other.lastIndex = source.at;
  source.at += other.exec(source.text)?.[0].length ?? 0;
  return undefined;
}

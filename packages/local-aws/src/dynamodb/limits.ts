import { notPartOfThis, validationException } from "./errors.ts";
import type { Input } from "./operation-context.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const expressionBytesMax = 4096;
const nestingLevelsMax = 32;
const attributeNameBytesEnd = 65_536;
/** The longest possible list in an item of 400 KB. */
const listIndexMax = 400_000;
/** Dynalite's parser backtracks over each bracket and its content: 8 levels take seconds. */
const bracketLevelsMax = 4;

/**
 * AWS's limits that dynalite lacks; without them one request could block all others: endless expressions, items
 * nested without end, and `SET a[99999999]`, for which dynalite makes a list that long.
 */
export function limit(input: Input): Input {
  requireShallow(input);
  const limited = limitExpressions(input);
  const items = limited["RequestItems"];
  if (typeof items === "object" && items !== null && !Array.isArray(items))
    for (const request of Object.values(items)) if (isNested(request)) limitExpressions(request);
  return limited;
}

function limitExpressions(input: Input): Input {
  for (const [name, text] of Object.entries(input)) {
    if (!name.endsWith("Expression") || typeof text !== "string") continue;
    const bytes = Buffer.byteLength(text);
    if (bytes > expressionBytesMax)
      throw validationException(
        `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
      );
    if (bracketLevels(text) > bracketLevelsMax)
      throw notPartOfThis(`${name} with more than ${bracketLevelsMax} levels of parentheses`);
    if (name === "UpdateExpression") input[name] = text.replace(/\[(\d+)\]/g, nearIndex);
  }
  return input;
}

/** An index beyond the end of a list appends. */
function nearIndex(_: string, digits: string): string {
  return `[${Math.min(Number(digits), listIndexMax)}]`;
}

function bracketLevels(text: string): number {
  let level = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === "(") deepest = Math.max(deepest, ++level);
    else if (character === ")") level--;
  }
  return deepest;
}

/** Without recursion: the body may be nested deeper than the stack allows. */
function requireShallow(input: Input): void {
  const waiting: { value: object; level: number }[] = [{ value: input, level: 0 }];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (one.level > nestingLevelsMax)
      throw validationException(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
      );
    const level = one.level + (isDocument(one.value) ? 1 : 0);
    const fields = one.value as Input;
    for (const name in fields) {
      const value = fields[name];
      if (!isNested(value)) continue;
      if (name === "Item" || name === "M") requireNames(value);
      waiting.push({ value, level });
    }
  }
}

function requireNames(attributes: object): void {
  for (const name of Object.keys(attributes)) {
    if (name === "") throw validationException("Empty attribute name");
    if (Buffer.byteLength(name) >= attributeNameBytesEnd)
      throw validationException(
        `Attribute name is too large, must be less than ${attributeNameBytesEnd} bytes`,
      );
  }
}

/** `{ "L": […] }` or `{ "M": {…} }`. */
function isDocument(value: object): boolean {
  const { L, M } = value as Input;
  return (
    (Array.isArray(L) || isNested(M)) && Object.keys(value).every((name) => name === "L" || name === "M")
  );
}

/** An object or a list: lists count as levels too. */
function isNested(value: unknown): value is Input {
  return typeof value === "object" && value !== null;
}

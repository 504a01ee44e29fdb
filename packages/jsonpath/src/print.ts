import { valueDepthMax } from "./limits.ts";
import { charge, chargeText, type Meter, RenderFault } from "./meter.ts";
import { isNumber, printNumber } from "./numbers.ts";
import type { JavaList, JavaMap, Value } from "./values.ts";

// Java's toString(). Recorded on AWS: an object prints {foo=bar}, a list from the document prints compact JSON,
// also within an object: {foo=[{"nested":"bar"}]}. These are LinkedHashMap and json-smart's JSONArray.

/** A value as text; null for a value that prints as its own reference. */
export function print(value: Value, meter: Meter): string | null {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return String(value);
  return value.kind === "host" ? value.print() : show(value, meter, 0);
}

/** A value as text, where Java prints `null` for a missing one. */
export function text(value: Value, meter: Meter): string {
  return print(value, meter) ?? "null";
}

function show(value: Value, meter: Meter, depth: number): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return String(value);
  if (isNumber(value)) return printNumber(value);
  if (value.kind === "character") return value.value;
  deeper(meter, depth);
  switch (value.kind) {
    case "list":
      return showList(value, meter, depth);
    case "map":
      return value.silent ? "" : showMap(value, meter, depth);
    case "entry":
      return `${show(value.key, meter, depth + 1)}=${show(value.value, meter, depth + 1)}`;
    default:
      return value.print() ?? "null";
  }
}

function showList(list: JavaList, meter: Meter, depth: number): string {
  if (list.type === "json") return json(list, meter, escapedWeb, depth);
  if (list.type === "array") return "[Ljava.lang.String;@0";
  const items = list.items.map((item) =>
    item === list ? "(this Collection)" : show(item, meter, depth + 1),
  );
  return paid(`[${items.join(", ")}]`, meter);
}

function showMap(map: JavaMap, meter: Meter, depth: number): string {
  const own = (value: Value) => (value === map ? "(this Map)" : show(value, meter, depth + 1));
  const pairs = [...map.entries.values()].map(({ key, value }) => `${own(key)}=${own(value)}`);
  return paid(`{${pairs.join(", ")}}`, meter);
}

/** Characters that a JSON text escapes; json-smart's own lists also escape `/`. */
type Escapes = RegExp;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these must be escaped
const escaped: Escapes = /["\\\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these must be escaped
const escapedWeb: Escapes = /["\\/\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/g;

/** A value as compact JSON, as `$input.json` gives it. */
export function printJson(value: Value, meter: Meter): string {
  return json(value, meter, escaped, 0);
}

function json(value: Value, meter: Meter, escapes: Escapes, depth: number): string {
  if (typeof value === "string") return paid(quoted(value, escapes), meter);
  if (value === null || typeof value !== "object") return String(value);
  if (isNumber(value)) return printNumber(value).replace(/^-?(?:NaN|Infinity)$/, "null");
  deeper(meter, depth);
  const inner = (item: Value) => json(item, meter, escapes, depth + 1);
  switch (value.kind) {
    case "list":
      return paid(`[${value.items.map(inner).join(",")}]`, meter);
    case "map": {
      const pairs = [...value.entries.values()];
      return paid(
        `{${pairs.map((pair) => `${quoted(text(pair.key, meter), escapes)}:${inner(pair.value)}`).join(",")}}`,
        meter,
      );
    }
    default:
      return quoted(show(value, meter, depth + 1), escapes);
  }
}

const shorthands: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function quoted(value: string, escapes: Escapes): string {
  return `"${value.replace(escapes, escapeCharacter)}"`;
}

function escapeCharacter(character: string): string {
  if (character === '"' || character === "\\" || character === "/") return `\\${character}`;
  const hexadecimal = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return shorthands[character] ?? `\\u${hexadecimal}`;
}

function paid(made: string, meter: Meter): string {
  chargeText(meter, made.length);
  return made;
}

function deeper(meter: Meter, depth: number): void {
  charge(meter, 1);
  if (depth > valueDepthMax) throw new RenderFault(`A value nests more than ${valueDepthMax} levels.`);
}

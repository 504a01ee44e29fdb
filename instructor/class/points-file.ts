import { Problem } from "@long-running-api/foundation/problem";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { pointsExample } from "./points-example.ts";

/** An entry of a file of points. */
export interface Entry {
  key: string;
  value: unknown;
  /** E.g. "points.yaml, line 3". */
  place: string;
}

/** The entries of a YAML map, with their lines. */
export function entriesOf(text: string, file: string): Entry[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const placeAt = (offset: number) => `${file}, line ${lineCounter.linePos(offset).line}`;
  const [error] = document.errors;
  if (error)
    throw new Problem("The file of points is not valid YAML.", {
      "looked at": placeAt(error.pos[0]),
      seen: error.message,
    });
  const { contents } = document;
  if (!isMap(contents))
    throw new Problem("The file of points is not a map.", { "looked at": file }, pointsExample);
  return contents.items.map(({ key, value }) => ({
    key: String(isScalar(key) ? key.value : key),
    value: isScalar(value) ? value.value : String(value),
    place: placeAt((isScalar(key) ? key.range?.[0] : undefined) ?? 0),
  }));
}

import { visible } from "../rules/visible.ts";

/** The result of a search for a resource by its name or contents. Plain data. */
export interface Search<T> {
  found?: T;
  /** More than one matches: each in a few words, its name first. */
  several?: readonly string[];
  /** Not found; the most similar name. */
  nearest?: string;
  /** Not found, and no name is similar; what exists instead. */
  others?: readonly string[];
  /** What was searched for, and where, in a few words. */
  looked: string;
}

const othersMax = 5;

/** What was found instead, as the end of a sentence. */
export function instead({
  nearest,
  others = [],
}: {
  nearest: string | undefined;
  others: readonly string[] | undefined;
}): string {
  if (nearest !== undefined) return `, but there is ${visible(nearest)}`;
  if (others.length === 0) return "";
  return `; there ${others.length > 1 ? "are" : "is"} ${others.slice(0, othersMax).map(visible).join(", ")}${others.length > othersMax ? ", …" : ""}`;
}

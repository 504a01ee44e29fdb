import { visible } from "../rules/visible.ts";

/** What looking for a thing by what it is (or by its name) came to. Plain data. */
export interface Search<T> {
  found?: T;
  /** More than one fits: each in a few words, its name first. */
  several?: readonly string[];
  /** Not found; this one has almost its name. */
  nearest?: string;
  /** Not found, and nothing has almost its name; what there is instead. */
  others?: readonly string[];
  /** What was looked for, and where, in a few words. */
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

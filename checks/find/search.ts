/** What looking for a thing by what it is (or by its name) came to. Plain data. */
export interface Search<T> {
  found?: T;
  /** More than one fits: each in a few words, its name first. */
  several?: readonly string[];
  /** Not found; this one has almost its name. */
  nearest?: string;
  /** What was looked for, and where, in a few words. */
  looked: string;
}

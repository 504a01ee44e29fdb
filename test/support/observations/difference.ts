import { isDeepStrictEqual } from "node:util";

/** How one value differs from another at one place. */
export interface Difference {
  /** The names that lead there, joined by dots; a dot in a name is `~1`, a tilde `~0`. Empty for the whole. */
  at: string;
  /** The value; absent for a removed member. */
  is?: unknown;
}

/** Whether two values at a place count as the same. */
export type Same = (one: unknown, other: unknown, key: string) => boolean;

/** The changes from `before` to `after`; an array of another length is one difference. */
export function differencesBetween(
  before: unknown,
  after: unknown,
  same: Same = isDeepStrictEqual,
  at = "",
): Difference[] {
  if (same(before, after, keyOf(at))) return [];
  const inner = fieldsOfBoth(before, after);
  if (!inner) return [{ at, ...(after === undefined ? {} : { is: after }) }];
  return inner.flatMap(([name, one, other]) =>
    differencesBetween(one, other, same, [...(at === "" ? [] : [at]), escapeName(name)].join(".")),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOfBoth(before: unknown, after: unknown): [string, unknown, unknown][] | undefined {
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null)
    return undefined;
  if (Array.isArray(before) !== Array.isArray(after)) return undefined;
  if (Array.isArray(before) && Array.isArray(after) && before.length !== after.length) return undefined;
  const [one, other] = [before as Fields, after as Fields];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].map((name) => [name, one[name], other[name]]);
}

/** `value` with the differences in it; `value` itself stays as it is. */
export function withDifferences(value: unknown, differences: readonly Difference[]): unknown {
  if (differences.length === 0) return value;
  const holder: { value?: unknown } = structuredClone({ value });
  for (const { at, ...difference } of differences) {
    const names = ["value", ...(at === "" ? [] : at.split(".").map(unescapeName))];
    const last = names.pop() ?? "";
    let place = holder as Record<string, unknown>;
    for (const name of names) {
      const next = place[name];
      if (typeof next !== "object" || next === null) throw new Error(`There is no ${name} of ${at} in it.`);
      place = next as Record<string, unknown>;
    }
    if ("is" in difference) place[last] = structuredClone(difference.is);
    else delete place[last];
  }
  return holder.value;
}

function keyOf(at: string): string {
  return unescapeName(at.slice(at.lastIndexOf(".") + 1));
}

function escapeName(name: string): string {
  return name.replaceAll("~", "~0").replaceAll(".", "~1");
}

function unescapeName(name: string): string {
  return name.replaceAll("~1", ".").replaceAll("~0", "~");
}

import { regexDepthMax } from "./limits.ts";
import { charge, type Meter, RenderFault } from "./meter.ts";
import { parseRegex } from "./regex-parse.ts";
import type { Pattern, Regex } from "./regex-tree.ts";

/** The position of a match, and its groups. */
export interface Match {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly (string | undefined)[];
}

interface Attempt {
  readonly text: string;
  readonly meter: Meter;
  /** Begin and end of each group, -1 while unset. */
  readonly captured: Int32Array;
  depth: number;
  /** Where the search began. */
  readonly begin: number;
}
type Continue = (at: number) => boolean;

const compiled = new Map<string, Pattern>();
const compiledMax = 200;

/** Compiles a Java pattern; recently used patterns are cached. */
export function patternOf(text: string, flags = ""): Pattern {
  const key = `${flags}/${text}`;
  const known = compiled.get(key);
  if (known) return known;
  const pattern = parseRegex(text, flags);
  if (compiled.size >= compiledMax) compiled.delete(compiled.keys().next().value ?? "");
  compiled.set(key, pattern);
  return pattern;
}

/** The first match at or after `from`. */
export function find(pattern: Pattern, text: string, from: number, meter: Meter): Match | undefined {
  if (pattern.literal !== undefined) return findText(pattern.literal, text, from, meter);
  const attempt = newAttempt(pattern, text, meter, from);
  for (let start = from; start <= text.length; start++) {
    const match = matchAt(pattern, attempt, start);
    if (match) return match;
  }
  return undefined;
}

function findText(wanted: string, text: string, from: number, meter: Meter): Match | undefined {
  const at = text.indexOf(wanted, from);
  charge(meter, 1 + (((at === -1 ? text.length : at) - from) >> 4));
  return at === -1 ? undefined : { from: at, to: at + wanted.length, groups: [wanted] };
}

/** Whether the pattern matches the whole text. */
export function matchesAll(pattern: Pattern, text: string, meter: Meter): boolean {
  const attempt = newAttempt(pattern, text, meter);
  return run(pattern.root, 0, attempt, (at) => at === text.length);
}

function matchAt(pattern: Pattern, attempt: Attempt, start: number): Match | undefined {
  let to = -1;
  attempt.captured.fill(-1);
  const found = run(pattern.root, start, attempt, (at) => {
    to = at;
    return true;
  });
  if (!found) return undefined;
  const groups = Array.from({ length: pattern.groups }, (_, index) => captureOf(attempt, index + 1));
  return { from: start, to, groups: [attempt.text.slice(start, to), ...groups] };
}

function newAttempt(pattern: Pattern, text: string, meter: Meter, begin = 0): Attempt {
  return { text, meter, captured: new Int32Array(2 * (pattern.groups + 1)).fill(-1), depth: 0, begin };
}

function captureOf({ captured, text }: Attempt, index: number): string | undefined {
  const [from = -1, to = -1] = [captured[2 * index], captured[2 * index + 1]];
  return from < 0 || to < 0 ? undefined : text.slice(from, to);
}

function run(regex: Regex, at: number, attempt: Attempt, then: Continue): boolean {
  charge(attempt.meter, 1);
  if (++attempt.depth > regexDepthMax) {
    throw new RenderFault("A regular expression goes too deep: repeat single characters rather than groups.");
  }
  const matched = step(regex, at, attempt, then);
  attempt.depth--;
  return matched;
}

function step(regex: Regex, at: number, attempt: Attempt, then: Continue): boolean {
  switch (regex.kind) {
    case "char": {
      const length = matchedLength(regex.matches, attempt.text, at);
      return length > 0 && then(at + length);
    }
    case "assert":
      return regex.holds(attempt.text, at, attempt.begin) && then(at);
    case "span": {
      const length = regex.length(attempt.text, at);
      charge(attempt.meter, length);
      return length > 0 && then(at + length);
    }
    case "sequence":
      return runSequence(regex.items, 0, at, attempt, then);
    case "choice":
      return regex.options.some((option) => run(option, at, attempt, then));
    case "group":
      return runGroup(regex, at, attempt, then);
    case "back":
      return runBack(regex, at, attempt, then);
    case "look":
      return looks(regex, at, attempt) === regex.wanted && then(at);
    case "atomic": {
      let end = -1;
      const found = run(regex.body, at, attempt, (to) => {
        end = to;
        return true;
      });
      return found && then(end);
    }
    case "repeat":
      return runRepeat(regex, at, attempt, then);
  }
}

/** A character outside the basic plane counts as one. */
function matchedLength(matches: (character: string) => boolean, text: string, at: number): number {
  const code = text.codePointAt(at);
  if (code === undefined) return 0;
  const character = String.fromCodePoint(code);
  return matches(character) ? character.length : 0;
}

function runSequence(
  items: readonly Regex[],
  index: number,
  from: number,
  attempt: Attempt,
  then: Continue,
): boolean {
  let at = from;
  for (let next = index; next < items.length; next++) {
    const item = items[next] as Regex;
    if (item.kind !== "char") {
      return run(item, at, attempt, (to) => runSequence(items, next + 1, to, attempt, then));
    }
    // Plain characters need no backtracking: they are matched without recursion.
    charge(attempt.meter, 1);
    const length = matchedLength(item.matches, attempt.text, at);
    if (length === 0) return false;
    at += length;
  }
  return then(at);
}

function runGroup(
  regex: Extract<Regex, { kind: "group" }>,
  at: number,
  attempt: Attempt,
  then: Continue,
): boolean {
  const { captured } = attempt;
  const slot = 2 * regex.index;
  const before = [captured[slot] ?? -1, captured[slot + 1] ?? -1] as const;
  const matched = run(regex.body, at, attempt, (to) => {
    const inner = [captured[slot] ?? -1, captured[slot + 1] ?? -1] as const;
    captured[slot] = at;
    captured[slot + 1] = to;
    if (then(to)) return true;
    [captured[slot], captured[slot + 1]] = inner;
    return false;
  });
  if (!matched) [captured[slot], captured[slot + 1]] = before;
  return matched;
}

function runBack(
  regex: Extract<Regex, { kind: "back" }>,
  at: number,
  attempt: Attempt,
  then: Continue,
): boolean {
  const wanted = captureOf(attempt, regex.index);
  if (wanted === undefined) return false;
  charge(attempt.meter, wanted.length >> 4);
  const found = attempt.text.slice(at, at + wanted.length);
  return regex.fold(found) === regex.fold(wanted) && then(at + wanted.length);
}

function looks(regex: Extract<Regex, { kind: "look" }>, at: number, attempt: Attempt): boolean {
  if (regex.ahead) return run(regex.body, at, attempt, () => true);
  for (let start = at; start >= 0; start--) {
    if (run(regex.body, start, attempt, (to) => to === at)) return true;
  }
  return false;
}

type Repeat = Extract<Regex, { kind: "repeat" }>;

/** A repeated character needs no recursion, even inside a group, as in (\n|.)+. */
function runRepeat(regex: Repeat, at: number, attempt: Attempt, then: Continue): boolean {
  const { body } = regex;
  if (body.kind === "char") return repeatChar(regex, body, at, attempt, (ends) => then(ends.at(-1) ?? at));
  if (body.kind !== "group" || body.body.kind !== "char") return repeat(regex, 0, at, attempt, then);
  const { captured } = attempt;
  const slot = 2 * body.index;
  return repeatChar(regex, body.body, at, attempt, (ends) => {
    const [from, to] = [ends.at(-2), ends.at(-1)];
    if (from === undefined || to === undefined) return then(at);
    const before = [captured[slot] ?? -1, captured[slot + 1] ?? -1] as const;
    [captured[slot], captured[slot + 1]] = [from, to];
    if (then(to)) return true;
    [captured[slot], captured[slot + 1]] = before;
    return false;
  });
}

/** Matches a repeated character or class in a loop; `then` gets the end of each repetition, in order. */
function repeatChar(
  { min, max, lazy }: Repeat,
  { matches }: Extract<Regex, { kind: "char" }>,
  from: number,
  attempt: Attempt,
  then: (ends: readonly number[]) => boolean,
): boolean {
  const ends = [from];
  const more = () => {
    const at = ends[ends.length - 1] ?? from;
    charge(attempt.meter, 1);
    const length = ends.length - 1 < max ? matchedLength(matches, attempt.text, at) : 0;
    if (length > 0) ends.push(at + length);
    return length > 0;
  };
  while (ends.length - 1 < min) if (!more()) return false;
  if (lazy) {
    do {
      charge(attempt.meter, 1);
      if (then(ends)) return true;
    } while (more());
    return false;
  }
  while (more());
  for (; ends.length - 1 >= min; ends.pop()) {
    charge(attempt.meter, 1);
    if (then(ends)) return true;
  }
  return false;
}

function repeat(regex: Repeat, count: number, at: number, attempt: Attempt, then: Continue): boolean {
  // An empty repetition would go on forever: Java's loop ends with it, whatever its bounds.
  const next = (to: number) => (to === at ? then(to) : repeat(regex, count + 1, to, attempt, then));
  const again = () => count < regex.max && run(regex.body, at, attempt, next);
  if (count < regex.min) return again();
  return regex.lazy ? then(at) || again() : again() || then(at);
}

/** The placeholders of one case, by kind: `<uuid:1>` is one text, different from `<uuid:2>`. */
export type Known = Map<string, string>;

export interface Scene {
  account: string;
  region: string;
  known: Known;
}

/** The places where a response differs from the recorded one; an empty and an absent value are the same. */
export function differences(expected: unknown, seen: unknown, scene: Scene, at = "$"): string[] {
  if (isEmpty(expected) && isEmpty(seen)) return [];
  if (typeof expected === "string") return textDifference(expected, seen, scene, at);
  if (Array.isArray(expected)) {
    if (!Array.isArray(seen) || seen.length !== expected.length)
      return [`${at}: ${JSON.stringify(seen)}, recorded ${JSON.stringify(expected)}`];
    return expected.flatMap((item, index) => differences(item, seen[index], scene, `${at}[${index}]`));
  }
  if (typeof expected === "object" && expected !== null) return membersDiffer(expected, seen, scene, at);
  return Object.is(expected, seen)
    ? []
    : [`${at}: ${JSON.stringify(seen)}, recorded ${JSON.stringify(expected)}`];
}

function membersDiffer(expected: object, seen: unknown, scene: Scene, at: string): string[] {
  const shown = asObject(seen);
  if (!shown) return [`${at}: ${JSON.stringify(seen)}, recorded an object`];
  const names = new Set([...Object.keys(expected), ...Object.keys(shown)]);
  return [...names].flatMap((name) => {
    const wanted = (expected as Record<string, unknown>)[name];
    // Values that vary were recorded as the name of what they are.
    if (wanted === kebab(name) && !isEmpty(shown[name])) return [];
    return differences(wanted, shown[name], scene, `${at}.${name}`);
  });
}

/** Some members are JSON within a text, which the recording shows parsed. */
function asObject(seen: unknown): Record<string, unknown> | undefined {
  const value: unknown = typeof seen === "string" && seen.startsWith("{") ? JSON.parse(seen) : seen;
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}

const anything = new Set(["date", "datetime", "<datetime>", "timestamp"]);

function textDifference(expected: string, seen: unknown, scene: Scene, at: string): string[] {
  if (anything.has(expected) || /^<[\w-]+>$/.test(expected))
    return isEmpty(seen) ? [`${at}: nothing, recorded ${expected}`] : [];
  const { pattern, names } = patternOf(expected, scene);
  const found = typeof seen === "string" ? pattern.exec(seen) : null;
  if (!found) return [`${at}: ${JSON.stringify(seen)}, recorded ${JSON.stringify(expected)}`];
  return names.flatMap((name, index) => learn(name, found[index + 1] ?? "", scene.known, at));
}

function patternOf(expected: string, { account, region }: Scene): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const source = expected
    .replaceAll("<partition>", "aws")
    .replaceAll("<region>", region)
    .replaceAll("111111111111", account)
    .split(/(<[a-z][\w-]*(?::\d+)?>)/)
    .map((part, index) => {
      if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      if (!part.includes(":")) return ".+?";
      names.push(part);
      return "(.+?)";
    })
    .join("");
  return { pattern: new RegExp(`^${source}$`, "s"), names };
}

function learn(name: string, value: string, known: Known, at: string): string[] {
  const kind = name.split(":")[0];
  const before = known.get(name);
  if (before !== undefined)
    return before === value ? [] : [`${at}: ${value}, where ${name} was ${before} before`];
  const other = [...known].find(([other, text]) => text === value && other.split(":")[0] === kind);
  if (other) return [`${at}: ${value} is ${other[0]} already, recorded ${name}`];
  known.set(name, value);
  return [];
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (value instanceof Date) return false;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** `nextSequenceToken` is `next-sequence-token`, `CodeSha256` `code-sha256`. */
function kebab(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
}

import type { ComponentChildren } from "preact";

const patterns: readonly (readonly [RegExp, string])[] = [
  [/^##.*/, "c"],
  [/^#\*[\s\S]*?\*#/, "c"],
  [/^#\{?[a-z]+\}?/, "d"],
  [/^\$!?\{?[A-Za-z][\w.]*\}?/, "d"],
  [/^"(?:[^"\\]|\\.)*"(?=\s*:)/, "k"],
  [/^"(?:[^"\\$]|\\.)*"/, "s1"],
  [/^'[^']*'/, "s1"],
];

/** A line of a template or of JSON, with its parts colored; long words may break at dots. */
export function SourceText({ text }: { text: string }) {
  const parts: ComponentChildren[] = [];
  let rest = text;
  let plain = "";
  const flush = () => {
    if (plain !== "") parts.push(plain);
    plain = "";
  };
  while (rest !== "") {
    const found = patterns
      .map(([pattern, name]) => [pattern.exec(rest)?.[0], name] as const)
      .find(([match]) => match !== undefined);
    const [match, name] = found ?? [];
    if (match === undefined) {
      plain += rest[0];
      rest = rest.slice(1);
      continue;
    }
    flush();
    parts.push(
      <span key={parts.length} class={name ?? ""}>
        {match}
      </span>,
    );
    rest = rest.slice(match.length);
  }
  flush();
  return <>{parts}</>;
}

import type { JSX } from "preact";

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON text with its keys and strings in their colors; anything else stays as it is. */
export function JsonText({ text }: { text: string }) {
  const parts: (string | JSX.Element)[] = [];
  let last = 0;
  for (const found of text.matchAll(token)) {
    const [whole, string, colon] = found;
    if (string === undefined) continue;
    parts.push(text.slice(last, found.index));
    parts.push(
      <span key={found.index} class={colon === undefined ? "s1" : "k"}>
        {string}
      </span>,
    );
    if (colon !== undefined) parts.push(colon);
    last = found.index + whole.length;
  }
  parts.push(text.slice(last));
  return <>{parts}</>;
}

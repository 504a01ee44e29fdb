/** A piece of a line, with the class of its color. */
export interface Piece {
  readonly text: string;
  readonly kind: "" | "d" | "s1" | "k" | "c";
}

const velocity =
  /(##.*)|(#\{?[A-Za-z]+\}?|\$!?\{?[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*\}?)|("(?:[^"\\\n]|\\.)*")(\s*:)?|('[^'\n]*')/g;
const script =
  /(\/\/.*)|(\b(?:function|return|var|let|const|if|else|true|false|null|typeof|new)\b|=>)|("(?:[^"\\\n]|\\.)*")()|('(?:[^'\\\n]|\\.)*')/g;

/** The pieces of a line, for the eye only: their texts together are the line. */
export function piecesOf(line: string, language: "velocity" | "script"): Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  const plain = (to: number) => {
    if (to > last) pieces.push({ text: line.slice(last, to), kind: "" });
  };
  for (const found of line.matchAll(language === "velocity" ? velocity : script)) {
    const [whole, comment, word, double, colon, single] = found;
    plain(found.index);
    if (comment !== undefined) pieces.push({ text: comment, kind: "c" });
    else if (word !== undefined) pieces.push({ text: word, kind: "d" });
    else if (double !== undefined) {
      pieces.push({ text: double, kind: colon ? "k" : "s1" });
      if (colon) pieces.push({ text: colon, kind: "" });
    } else if (single !== undefined) pieces.push({ text: single, kind: "s1" });
    last = found.index + whole.length;
  }
  plain(line.length);
  return pieces;
}

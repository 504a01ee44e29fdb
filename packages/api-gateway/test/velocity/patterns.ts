import fc from "fast-check";

// Java regular expressions and texts for them. What is rarer has recorded answers (packages/jsonpath/test/java-regex.json). Left
// out: a quantifier after a look-around or an anchor, where Java has rules of its own.

const atom = fc.constantFrom(
  ..."abcA1_ ",
  ".",
  "\\.",
  "\\d",
  "\\D",
  "\\w",
  "\\W",
  "\\s",
  "\\S",
  "[abc]",
  "[^abc]",
  "[a-c1-3]",
  "[a-z&&[^b]]",
  "[\\w.]",
  "[]a]",
  "[a-]",
  "\\p{Alpha}",
  "\\p{Upper}",
  "\\P{Digit}",
  "\\p{L}",
  "\\x41",
  "\\u0061",
  "\\t",
  "\\R",
  "\\p{javaLowerCase}",
  "\\Qa.b\\E",
  "\\'",
  '\\"',
  "/",
  "é",
);
const quantifier = fc.constantFrom(
  "",
  "",
  "",
  "",
  "*",
  "+",
  "?",
  "{2}",
  "{1,2}",
  "{0,}",
  "*?",
  "+?",
  "??",
  "*+",
  "++",
  "{1,3}?",
);
const anchor = fc.constantFrom(
  "^",
  "$",
  "\\b",
  "\\B",
  "\\A",
  "\\z",
  "\\Z",
  "(?=a)",
  "(?!a)",
  "(?<=a)",
  "(?<!a)",
  "\\1",
);

const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  pattern: fc.array(tie("piece"), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join("")),
  piece: fc.oneof(
    { maxDepth: 2, depthIdentifier: "pattern" },
    { weight: 8, arbitrary: fc.tuple(atom, quantifier).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: anchor },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom("(", "(", "(?:", "(?>", "(?<n>", "(?i:"),
          tie("pattern"),
          fc.option(tie("pattern")),
          quantifier,
        )
        .map(([open, a, b, times]) => `${open}${b === null ? a : `${a}|${b}`})${times}`),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom("(?i)", "(?s)", "(?m)", "(?-i)", "(?d)", "(", ")", "[", "*", "{", "\\"),
    },
  ),
}));

/** Patterns, some of them invalid. */
export const patterns: fc.Arbitrary<string> = pattern;

/** Texts to match. */
export const subjects: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(..."aabbccABC123 _./-'\"", "a.b", "\n", "\r\n", "\t", "é"), { maxLength: 12 })
  .map((parts) => parts.join(""));

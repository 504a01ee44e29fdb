import fc from "fast-check";

// Documents and JSONPaths for a comparison with Jayway JsonPath and json-smart. Left out: functions with arguments; those
// after a scan, and steps after `..*`, where Jayway has special rules; an empty payload, which counts
// as {} in API Gateway alone; NaN.

const key = fc.constantFrom("a", "b", "c", "id", "name", "a b", "c.d", "x-y", "", "é");
const text = fc.constantFrom(
  "",
  "one",
  "two",
  "1",
  "a/b",
  'say "hi"',
  "it's",
  "\\",
  "é\u2028\u{1f600}",
  "line\nfeed",
  "true",
);
const number = fc.constantFrom(0, 1, -1, 2, 10, 1.5, -0.25, 1e21, 123456789012, 2147483648, 0.001);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));

const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4, depthIdentifier: "document" },
    { weight: 2, arbitrary: scalar },
    { weight: 3, arbitrary: fc.array(tie("document"), { maxLength: 4 }) },
    { weight: 4, arbitrary: fc.dictionary(key, tie("document"), { maxKeys: 5, noNullPrototype: true }) },
  ),
}));

/** A payload: mostly valid JSON, sometimes nearly. */
export const payloads: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: document.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: document.map((value) => JSON.stringify(value, null, 2)) },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.constantFrom(
          ..."{}[]:,\"' ",
          "a",
          "b",
          "1",
          "-",
          ".5",
          "1.0",
          "2e3",
          "true",
          "false",
          "null",
          '"a"',
          "'b'",
          '"x\\n\\u00e9\\q"',
          "\t",
          "\n",
          "12345678901234567890",
          "0.12345678901234567890",
          "007",
        ),
        { maxLength: 10 },
      )
      .map((parts) => parts.join(""))
      .filter((text) => text.trim() !== ""),
  },
);

const operand = fc.constantFrom("@.id", "@.a", "@.name", "@", "@['a b']", "$.id");
const literal = fc.constantFrom("1", "'one'", '"two"', "true", "null", "-0.25", "10");
const comparison = fc.constantFrom("==", "!=", "<", "<=", ">", ">=");
const condition = fc.oneof(
  operand,
  operand.map((path) => `!${path}`),
  fc.tuple(operand, comparison, literal).map((parts) => parts.join(" ")),
  fc
    .tuple(operand, fc.constantFrom("=~ /o.*/", "=~ /O.*/i", "in ['one', 1]", "nin [1, 2]"))
    .map((parts) => parts.join(" ")),
);
const filter = fc.oneof(
  condition,
  fc.tuple(condition, fc.constantFrom("&&", "||"), condition).map((parts) => parts.join(" ")),
  fc.tuple(condition, condition).map(([a, b]) => `(${a} || ${b}) && ${a}`),
);

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(".a", ".b", ".c", ".id", ".name", ".x-y") },
  {
    weight: 2,
    arbitrary: fc.constantFrom("['a']", '["a b"]', "['c.d']", "[ 'b' ]", "['a','b']", "['id', 'zz']"),
  },
  { weight: 3, arbitrary: fc.constantFrom("[0]", "[1]", "[-1]", "[9]", "[0,1]", "[-1, 0]") },
  { weight: 2, arbitrary: fc.constantFrom("[:1]", "[1:]", "[0:2]", "[-2:]", "[:-1]", "[5:9]") },
  { weight: 2, arbitrary: fc.constantFrom("[*]", ".*") },
  { weight: 1, arbitrary: fc.constantFrom("..a", "..id", "..*", "..[0]", "..['b']") },
  { weight: 2, arbitrary: filter.map((inside) => `[?(${inside})]`) },
);

/** Paths, some of them invalid. */
export const paths: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("$", "$", "$", "$", "@", ""),
    fc.array(step, { maxLength: 4 }),
    fc.constantFrom("", "", "", "", "", ".length()", ".size()", ".keys()", ".", "[", " ", "[a]", "x"),
  )
  .map((parts) => parts.flat().join(""))
  .filter((path) => !/\.\.\*.|\.\..*\(\)|^\.\*./.test(path) && !/^\..*\(\)/.test(path));

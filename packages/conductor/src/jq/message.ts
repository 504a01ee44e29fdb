/**
 * What jq prints when it fails, as one sentence: `jq: error (at /dev/stdin:0): Cannot iterate over number (1)`, and at
 * compile time `jq: error: syntax error, … at <top-level>, line 1, column 3:` with the line and a summary under it.
 * The errors that Conductor's jq, one in Java, reports most often get its words: it does not quote the value.
 * `linesBefore` is how many lines of our own precede the query.
 */
export function readMessage(stderr: string, linesBefore = 0): string {
  const compiling = /^jq: \d+ compile errors?$/m.test(stderr);
  const text = compiling ? (stderr.match(/^jq: error: .*/m)?.[0] ?? stderr) : withoutDebugging(stderr);
  const message = text
    .replace(/^jq: error(?: \(at [^)]*\))?(?: \(not a string\))?: ?/, "")
    .replace(
      / at <top-level>, line (\d+), column (\d+):$/,
      (_, line: string, column: string) => ` at line ${Number(line) - linesBefore}, column ${column}`,
    )
    .replace(/^(Cannot index \w+ with string) \((".*")\)$/, "$1 $2")
    .replace(/^(Cannot (?:index \w+ with|iterate over) \w+) \(.*\)$/s, "$1")
    .replace(/^(\w+) \(.*\) (has no length)$/s, "$1 $2")
    .trim();
  return message.slice(0, charactersMax) || "The query failed without a message.";
}

const charactersMax = 2_000;

/** `debug` and `stderr` print before the error does. */
function withoutDebugging(stderr: string): string {
  const at = stderr.lastIndexOf("\njq: error");
  return at < 0 ? stderr : stderr.slice(at + 1);
}

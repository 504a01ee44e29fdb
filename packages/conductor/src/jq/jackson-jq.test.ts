import { expect, it } from "vitest";
import { definitionsFor, unknownToServer } from "./jackson-jq.ts";

/** Each run on jackson-jq 0.0.13, the jq of Conductor OSS 3.32.3. */
it.each([
  [".d|fromdate", "fromdate/0"],
  ["now|floor", "now/0"],
  [".n|tostring|@base64|@base64d", "@base64d/0"],
  ['getpath(["o","b"])', "getpath/1"],
  ['setpath(["o","b"];2)|.o', "setpath/2"],
  ["path(.o.b)", "path/1"],
  ["1.5|round", "round/0"],
  ["if .n > 3 then 1 end", "if without else"],
  ["if .n then 1 elif .s then 2 end", "if without else"],
  ["env|type", "env/0"],
  ["$ENV|type", "$ENV"],
  ['.d|strptime("%Y")|mktime', "strptime/1"],
  ["[.n]|IN([5])", "IN/1"],
  ["pick(.o.b)", "pick/1"],
  [".d|trim", "trim/0"],
  ["add(.l[])", "add/1"],
  ["error", "error/0"],
  ['"a\\(.n|round)b"', "round/0"],
  ["{a: now}", "now/0"],
  ["{(now|tostring): 1}", "now/0"],
  ["label $f | 1, break $f", "label"],
  [". as {$s} | $s", "{$s} in a pattern"],
  [". as [$a] ?// $b | $b", "?//"],
  [".a.[0]", ".[ after a term"],
  ["limit(1; repeat(1))", "repeat/1"],
  ["def f: now; f", "now/0"],
])("%s is rejected: %s", (query, what) => {
  expect(unknownToServer(query)).toContain(what);
});

it.each([
  "[leaf_paths]|length",
  "if .n > 3 then 1 else 2 end",
  "reduce .l[] as $i (0; . + $i)",
  "foreach .l[] as $i (0; . + $i; . * 2)",
  "def f(x): x + 1; f(.n)",
  "def f($x): $x + 1; f(.n)",
  "def now: 5; now",
  '"now \\(.n) env"',
  ".now | .env",
  "{now: 1, env, if: 2, $x}",
  "# now\n.n",
  ". as {s: $x, n: $y} | $x",
  ".s as $x | {$x}",
  'try error("x") catch .',
  '.["s"]?',
  '@base64 "x\\(.s)"',
  ".l | map(. * 2) | add",
  "[limit(2; .l[])] | length",
  'to_entries | map(select(.key == "n")) | from_entries',
  '.s | test("B"; "i")',
  "[foreach .l[] as $x (0; . + $x; [$x, .])]",
  "[.l[] | select(. != 1)]",
  ".n |= (. + 1)",
  '[paths(type == "number")]',
  "..|numbers",
  "",
  "(((",
])("%s is known there", (query) => {
  expect(unknownToServer(query)).toBeUndefined();
});

it("defines what only the server's jq has, where it is used", () => {
  expect(definitionsFor("[leaf_paths]")).toBe("def leaf_paths: paths(scalars);");
  expect(definitionsFor(".leaf_paths")).toBe("");
});

import { createOutput } from "@long-running-api/kit/output";
import { expect, test } from "vitest";
import { type Check, check, fail, pass, unknown } from "../engine/check.ts";
import { docsOf, type Report, report, reported } from "../engine/report.ts";
import { lineDiff } from "./diff.ts";
import { symbolOf } from "./outcome-symbol.ts";
import { reporters } from "./reporters/index.ts";
import { textReporter, verdictLines } from "./reporters/text.ts";

const claim = (id: Check["id"]) =>
  check({ id, claim: `Claim of <${id}> & "more"`, probe: async () => 0, judge: () => pass("") });
const plain = createOutput({ color: false });

const sample: Report = report({ name: "local" }, [
  reported(claim("01-table/a"), pass("fine", ["mind this", undefined]), 12.6),
  reported(
    claim("01-table/b"),
    fail({
      expected: "202 in under 3 s",
      observed: "202 after 27.1 s",
      leadsTo: "it blocks",
      lookAt: "there",
      hint: "look",
      differences: [{ field: "f", found: "a\nb", right: "a\nc" }],
    }),
    27_103,
  ),
  reported(claim("01-table/c"), { status: "skip", because: "01-table/b" }, 0),
  reported(claim("02-lambda/d"), unknown("100% dark\nvery", "light"), 1),
]);

test("the document of --json has the agreed fields, in the agreed words", () => {
  expect(JSON.parse(reporters.json(sample))).toMatchObject({
    version: 1,
    target: "local",
    status: "fail",
    exitCode: 1,
    checks: [
      {
        id: "01-table/a",
        step: "01-table",
        status: "pass",
        expected: null,
        observed: "fine",
        because: null,
        remarks: ["mind this"],
        ms: 13,
      },
      {
        status: "fail",
        expected: "202 in under 3 s",
        observed: "202 after 27.1 s",
        leadsTo: "it blocks",
        lookAt: "there",
        hint: "look",
        docs: "docs/pitfalls.md#01-table-b",
      },
      { status: "skip", because: "01-table/b", expected: null },
      { status: "unknown", observed: "100% dark\nvery", hint: "light" },
    ],
  });
  const keys = [
    "id",
    "step",
    "claim",
    "status",
    "expected",
    "observed",
    "leadsTo",
    "lookAt",
    "hint",
    "because",
    "remarks",
    "docs",
    "ms",
  ];
  for (const each of sample.checks) expect(Object.keys(each)).toEqual(expect.arrayContaining(keys));
});

test.each([
  [["pass", "fail", "unknown", "skip"], 1],
  [["pass", "unknown", "skip"], 2],
  [["pass", "skip"], 1],
  [["pass"], 0],
] as const)("%j ends with %i", (statuses, exitCode) => {
  const verdicts = statuses.map((status) => ({ ...sample.checks[0], status }) as Report["checks"][number]);
  expect(report({ name: "local" }, verdicts).exitCode).toBe(exitCode);
});

test("text: what was seen, what follows, where to look; the hint and the difference only when asked for", () => {
  const failed = sample.checks[1];
  if (!failed) throw new Error();
  const lines = verdictLines(failed, plain.colors, { hint: false, solution: false }).join("\n");
  for (const part of ["202 in under 3 s", "202 after 27.1 s", "it blocks", "there", docsOf(failed.id)])
    expect(lines).toContain(part);
  expect(lines).not.toMatch(/hint|- b/);
  const solved = verdictLines(failed, plain.colors, { hint: true, solution: true }).join("\n");
  expect(solved).toMatch(/hint {6}look[\s\S]*- b[\s\S]*\+ c/);
});

test("many that follow from one take one line", () => {
  const lines: string[] = [];
  const text = textReporter(
    { ...plain, say: (line = "") => void lines.push(line) },
    { hint: false, solution: false, groupSkips: true },
  );
  const skip = (name: string) =>
    reported(claim(`01-table/${name}`), { status: "skip", because: "01-table/b" }, 0);
  const checks = [skip("x"), skip("y"), skip("z")];
  for (const each of checks) text.onVerdict(each);
  text.onEnd(report({ name: "local" }, checks));
  expect(lines.filter((line) => line.includes("follow"))).toEqual([
    expect.stringMatching(/3 more +follow from 01-table\/b/),
  ]);
});

test("a failed check leads to the cloud's page, if there is one", () => {
  const lines: string[] = [];
  const say = (line = "") => void lines.push(line);
  const page = "http://127.0.0.1:4567";
  for (const options of [{ page }, {}])
    textReporter({ ...plain, say }, { hint: false, solution: false, ...options }).onEnd(sample);
  expect(lines.filter((line) => line.includes(page))).toEqual([
    "On the page: http://127.0.0.1:4567/#/tutorial/01-table?check=01-table/b",
  ]);
});

test("JUnit: escaped, failures and errors apart", () => {
  const xml = reporters.junit(sample);
  expect(xml).toContain(
    '<testsuite name="01-table" tests="3" failures="1" errors="0" skipped="1" time="27.116">',
  );
  expect(xml).toContain("Claim of &lt;01-table/a&gt; &amp; &quot;more&quot;");
  expect(xml).toContain('<error message="100% dark&#10;very">light</error>');
});

test("TAP: a plan, a line a check, SKIP with its cause, details of what is not ok", () => {
  const lines = reporters.tap(sample).split("\n");
  expect(lines.slice(0, 3)).toEqual(["TAP version 14", "1..4", expect.stringMatching(/^ok 1 - 01-table\/a/)]);
  expect(lines).toContainEqual(expect.stringMatching(/^ok 3 .* # SKIP follows from 01-table\/b$/));
  expect(lines).toContainEqual(expect.stringMatching(/^not ok 4 /));
  expect(lines).toContain('  observed: "202 after 27.1 s"');
});

test("GitHub: errors, warnings and notices on one line each", () => {
  expect(reporters.github(sample).split("\n")).toEqual([
    "::notice title=01-table/a::mind this",
    expect.stringMatching(
      /^::error title=01-table\/b::expected 202 in under 3 s; observed 202 after 27\.1 s%0A/,
    ),
    "::warning title=02-lambda/d::could not be checked: 100%25 dark%0Avery%0Alight",
  ]);
});

test("marks that the old Windows console can show", () => {
  expect(symbolOf("pass", { platform: "linux", env: {} })).toBe("✔");
  expect(symbolOf("pass", { platform: "win32", env: {} })).toBe("√");
  expect(symbolOf("fail", { platform: "win32", env: { WT_SESSION: "1" } })).toBe("✖");
});

test("a diff keeps what is common", () => {
  expect(lineDiff(["a", "b", "c"], ["a", "x", "c", "d"])).toEqual(["  a", "- b", "+ x", "  c", "+ d"]);
});

import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { listMethods, mapMethods } from "../../src/templates/methods-of-collections.ts";
import { stringMethods } from "../../src/templates/methods-of-strings.ts";
import { paths, payloads } from "./documents.ts";
import { type Answer, openOracle, type Question } from "./oracle.ts";
import { patterns, subjects } from "./patterns.ts";
import { compare } from "./render-ours.ts";
import {
  body,
  callsOnLists,
  callsOnMaps,
  callsOnText,
  callsOnTwoTexts,
  soups,
  templates,
  texts,
  variables,
} from "./templates.ts";

// Comparison with Apache Velocity 1.7 and the libraries that API Gateway uses with it: Jayway JsonPath, json-smart and Java's regular
// expressions. TEMPLATE_SEED=n tries other templates.
const seed = Number(process.env["TEMPLATE_SEED"] ?? 17);
/** Seconds of work, on a busy machine. */
const timeout = 240_000;
const oracle = await openOracle();
afterAll(() => oracle.why === undefined && oracle.close());

test("renders 5,000 generated templates as Velocity 1.7 does", { timeout }, async ({ skip }) => {
  skip(oracle.why !== undefined, oracle.why);
  const { rendered, differing } = await compare(
    oracle,
    bothWays(fc.sample(templates, { numRuns: 2500, seed })),
  );
  expect(differing).toEqual([]);
  expect(rendered).toBeGreaterThan(3500);
});

test("accepts and rejects 5,000 random token sequences as Velocity 1.7 does", { timeout }, async ({
  skip,
}) => {
  skip(oracle.why !== undefined, oracle.why);
  const { rendered, differing } = await compare(oracle, bothWays(fc.sample(soups, { numRuns: 2500, seed })));
  expect(differing).toEqual([]);
  expect(rendered).toBeGreaterThan(1000);
});

test("reads 5,000 payloads and JSONPaths as json-smart and Jayway do", { timeout }, async ({ skip }) => {
  skip(oracle.why !== undefined, oracle.why);
  const questions = fc
    .sample(fc.tuple(payloads, paths), { numRuns: 5000, seed })
    .map(([payload, path]): Question => {
      const argument = path.replaceAll("'", "''");
      const template = `[$input.path('${argument}')] $input.json('${argument}')`;
      return { template, variables: {}, body: payload, missing: "" };
    });
  const { rendered, differing } = await compare(oracle, questions);
  expect(differing).toEqual([]);
  expect(rendered).toBeGreaterThan(3000);
});

test.each([
  ["strings", stringMethods, callsOnText],
  ["lists", listMethods, [...callsOnLists, "count()"]], // Velocity's lists have no count()
  ["maps", mapMethods, callsOnMaps],
] as const)("each method of %s is called here", (_, methods, calls) => {
  const absent = Object.keys(methods).filter((name) => !calls.some((call) => call.startsWith(`${name}(`)));
  expect(absent, "these need a call in packages/api-gateway/test/velocity/templates.ts").toEqual([]);
});

test("calls the methods of strings as Java does", { timeout }, async ({ skip }) => {
  skip(oracle.why !== undefined, oracle.why);
  const questions = texts.flatMap((text) => [
    ...callsOnText.map((call) => ({ template: `[$text.${call}]`, variables: { ...variables, text } })),
    ...texts.flatMap((other) =>
      callsOnTwoTexts.map((call) => ({ template: `[$text.${call}]`, variables: { text, other } })),
    ),
  ]);
  const { rendered, differing } = await compare(oracle, questions);
  expect(differing).toEqual([]);
  expect(rendered).toBeGreaterThan(2500);
});

test("matches, replaces and splits by 3,000 regular expressions as Java does", { timeout }, async ({
  skip,
}) => {
  skip(oracle.why !== undefined, oracle.why);
  const questions = fc
    .sample(fc.tuple(patterns, subjects), { numRuns: 3000, seed })
    .filter(([regex, text]) => !differsAmongJavas(regex, text))
    .map(([regex, text]): Question => {
      const template =
        "$text.matches($regex) $text.replaceAll($regex, '<$0>') $text.replaceFirst($regex, '-') #foreach($part in $text.split($regex))[$part]#end";
      return { template, variables: { regex, text } };
    });
  const { rendered, differing } = await compare(oracle, questions);
  // Java remembers where a loop has failed, so it completes a few patterns that exceed our limit.
  const [gaveUp, wrong] = [differing.filter(isBound), differing.filter((difference) => !isBound(difference))];
  expect(wrong).toEqual([]);
  expect(gaveUp.length).toBeLessThan(5);
  expect(rendered).toBeGreaterThan(2000);
});

/** Since Java 19 a word boundary counts only ASCII letters (JDK-8264160); ours counts all letters, as before. */
function differsAmongJavas(regex: string, text: string): boolean {
  return /\\[bB]/.test(regex) && [...text].some((character) => character > "\u007f");
}

function isBound({ got }: { got: Answer }): boolean {
  return got.error?.includes("too much work") === true;
}

/** As Velocity renders it, with API Gateway's value for an invalid reference. */
function bothWays(sources: readonly string[]): Question[] {
  return sources.flatMap((template): Question[] => [
    { template, variables, body },
    { template, variables, body, missing: "" },
  ]);
}

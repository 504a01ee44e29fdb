import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { payloads } from "../../test/velocity/documents.ts";
import { patterns } from "../../test/velocity/patterns.ts";
import { soups, templates } from "../../test/velocity/templates.ts";
import { renderTemplate, TemplateError, type TemplateInput } from "./index.ts";

// A template comes from anyone who can configure the API, its payload from any caller. Whatever they contain, rendering ends with
// a text or with a TemplateError, and soon.

const noParams = { path: {}, querystring: {}, header: {} };

/** Renders; true for a text, false for a TemplateError. Anything else fails the test. */
function ends(template: string, more: Partial<TemplateInput> = {}): boolean {
  try {
    return (
      typeof renderTemplate({ phase: "request", template, body: "", params: noParams, ...more }).output ===
      "string"
    );
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    expect(error.message).not.toBe("");
    expect(error.line).toBeGreaterThan(0);
    expect(error.column).toBeGreaterThan(0);
    expect(error.excerpt).toContain("^");
    return false;
  }
}

function refuses(template: string, body = ""): string {
  try {
    renderTemplate({ phase: "request", template, body, params: noParams });
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
  return "rendered";
}

describe("any input ends as a text or a TemplateError", () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), soups, templates);
  const words = fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 });
  const input = fc.record({
    body: fc.oneof(payloads, text),
    params: fc.record({ path: words, querystring: words, header: words }),
    context: fc.oneof(fc.dictionary(fc.string(), fc.anything()), fc.constant({})),
    stageVariables: words,
  });

  test("any template with any payload", () => {
    fc.assert(
      fc.property(text, input, (template, more) => {
        ends(template, more);
      }),
      { numRuns: 3000 },
    );
  });

  test("API Gateway's variables and functions with any arguments", () => {
    const names = [
      "$input",
      "$context",
      "$stageVariables",
      "$util",
      "$input.params()",
      "$context.requestOverride.header",
    ];
    const steps = [
      "path",
      "json",
      "params",
      "body",
      "put",
      "get",
      "keySet",
      "escapeJavaScript",
      "parseJson",
      "urlEncode",
    ];
    const more = [
      "urlDecode",
      "base64Encode",
      "base64Decode",
      "header",
      "replaceAll",
      "split",
      "matches",
      "status",
      "toString",
    ];
    const argument = fc.oneof(text, patterns).map((words) => `'${words.replaceAll("'", "''")}'`);
    const call = fc
      .tuple(
        fc.constantFrom(...steps, ...more),
        fc.array(fc.oneof(argument, fc.constantFrom("1", "$context", "[1..3]"))),
      )
      .map(([name, args]) => `.${name}(${args.join(", ")})`);
    const template = fc
      .tuple(fc.constantFrom(...names), fc.array(call, { maxLength: 3 }))
      .map(([name, calls]) => `#set($x = ${name}${calls.join("")})$x ${name}${calls.join("")}`);
    fc.assert(
      fc.property(template, input, (calls, more) => {
        ends(calls, more);
      }),
      { numRuns: 2000 },
    );
  });

  test("names special to JavaScript have no meaning in a template", () => {
    for (const name of ["constructor", "prototype", "hasOwnProperty", "toLocaleString"]) {
      for (const thing of [
        "$input",
        "$context",
        "$util",
        "$x",
        "$x.y",
        "$stageVariables",
        "$input.path('$')",
      ]) {
        const template = `#set($x = {"y" : "text"})[${thing}.${name}][${thing}["${name}"]][${thing}.${name}()]`;
        const { output } = renderTemplate({ phase: "request", template, body: "{}", params: noParams });
        expect(output).toBe("[][][]");
      }
    }
    const body = '{"__proto__": {"polluted": 1}, "constructor": 2}';
    const template = `#set($x = $input.path('$'))#set($x["__proto__"].more = 1)$input.json('$') $x.constructor $x.polluted`;
    const { output } = renderTemplate({ phase: "request", template, body, params: noParams });
    expect(output).toBe('{"__proto__":{"polluted":1,"more":1},"constructor":2} 2 ');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("templates that would run forever", () => {
  const tooMuch = /too much work/;
  const tooLarge = /a text of more than \d+ characters/;

  test.each([
    [
      "loops within loops",
      "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end",
      tooMuch,
    ],
    ["a text that doubles", '#set($s = "xxxx")#foreach($i in [1..1000])#set($s = "$s$s")#end', tooLarge],
    ["a sum of texts", '#set($s = "xxxx")#foreach($i in [1..1000])#set($s = $s + $s)#end', tooLarge],
    [
      "a number that squares",
      "#set($n = 99999999999)#foreach($i in [1..1000])#set($n = $n * $n)#end",
      /over \d+ bits/,
    ],
    [
      "a list that adds itself",
      "#set($l = [1])#foreach($i in [1..99])#set($x = $l.addAll($l))#end",
      /over \d+ items/,
    ],
    ["a list within itself", "#set($l = [])#set($x = $l.add([$l, $l]))$l", /nests more than \d+ levels/],
    ["a range of billions", "#foreach($i in [0..2000000000])#end", /range has over/],
    [
      "items removed and added",
      "#set($l = [1..90000])#foreach($i in [1..1000])#foreach($j in [1..1000])#set($x = $l.remove(0))#set($x = $l.add(0, 1))#end#end",
      tooMuch,
    ],
    [
      "a list that doubles in $context",
      "#set($l = [1])#foreach($i in [1..60])#set($l = [$l, $l])#end#set($context.responseOverride.x = $l)",
      tooMuch,
    ],
    ["macros that call themselves", "#macro(a)#a()#a()#end#a()", /over 20 levels/],
    [
      "blocks that multiply",
      `${Array.from({ length: 60 }, (_, i) => `#define($d${i})$d${i + 1}$d${i + 1}#end`).join("")}$d0`,
      tooMuch,
    ],
    ["nested conditions", `${"#if(true)".repeat(200)}${"#end".repeat(200)}`, /nests more than/],
    ["nested parentheses", `#set($x = ${"(".repeat(50_000)}1${")".repeat(50_000)})`, /nests more than/],
    ["a long sum", `#set($x = 1${"+1".repeat(100_000)})`, /operators in a row/],
    ["nested calls", "$a.b(".repeat(50_000), /nests more than/],
    ["backslashes", `${"\\".repeat(300_000)}$`, /ends in the middle/],
    ["too large a template", "x".repeat(300 * 1024 + 1), /over 307200 bytes/],
  ])("%s", (_, template, message) => {
    expect(refuses(template)).toMatch(message);
  });

  test.each([
    ["(a+)+$", `${"a".repeat(60)}b`],
    ["(a|aa)+$", `${"a".repeat(80)}b`],
    ["(x+x+)+y", "x".repeat(20_000)],
    ["(?:a{0,9999}){0,9999}b", "a".repeat(3000)],
    ["(?<=a.{0,1000})b", `a${"b".repeat(5000)}`],
    ["(ab)*c", "ab".repeat(50_000)],
  ])("the regular expression %s", (regex, body) => {
    expect(refuses(`$input.body.replaceAll('${regex}', '')`, body)).toMatch(/too much work|goes too deep/);
  });

  test("a loop runs at most 1,000 times", () => {
    const template = "#foreach($i in [1..5000])#set($last = $i)#end$last $i";
    expect(renderTemplate({ phase: "request", template, body: "", params: noParams }).output).toBe("1000 ");
  });
});

import { describe, expect, test } from "vitest";
import { renderTemplate, TemplateError, type TemplateInput } from "./index.ts";

// What API Gateway adds to Velocity: $input, $context and its overrides, $stageVariables, $util, and what a reference
// without a value evaluates to. Recorded behavior is in the vectors; these cases follow from it and from the documentation.

const noParams = { path: {}, querystring: {}, header: {} };

function rendered(template: string, more: Partial<TemplateInput> = {}) {
  return renderTemplate({ phase: "request", template, body: "", params: noParams, ...more });
}

function output(template: string, more: Partial<TemplateInput> = {}): string {
  return rendered(template, more).output;
}

function failure(template: string, more: Partial<TemplateInput> = {}): TemplateError {
  try {
    rendered(template, more);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error("The template was rendered.");
}

describe("a reference without a value", () => {
  test.each([
    ["[$x][${x}][$!x][$x.y][$x.y()][$x[0]]", "[][][][][][]"],
    ["#if($x)true#{else}false#end", "true"],
    ['#if($x == "")equal#end #if($x == $null)null#end', "equal null"],
    ['#set($x = "old")#set($x = $nothing)[$x]', "[]"],
    ['"a$nothing"', '"a"'],
    ["#foreach($i in $nothing)$i#end.", "."],
    ["\\$x", "$x"],
    ["#if($input.path('$.n'))true#end[$input.path('$.n')]", "true[]"],
  ])("%s", (template, expected) => {
    expect(output(template, { body: '{"n":null}' })).toBe(expected);
  });
});

describe("$input", () => {
  test.each([
    [
      "an object",
      "$input.path('$')",
      '{"a":1.50,"b":[true,null,"x/y"],"c":{}}',
      '{a=1.5, b=[true,null,"x\\/y"], c={}}',
    ],
    [
      "an object as JSON",
      "$input.json('$')",
      '{ "a": 1.50, "b": [true, null, "x/y"] }',
      '{"a":1.5,"b":[true,null,"x/y"]}',
    ],
    ["a string", "$input.path('$.a') $input.json('$.a')", '{"a":"x\\ny"}', 'x\ny "x\\ny"'],
    ["null", "[$input.path('$.a')] $input.json('$.a')", '{"a":null}', '[] ""'],
    [
      "large numbers",
      "$input.path('$')",
      "[9007199254740993,1e3,12345678901234567890,1.0]",
      "[9007199254740993,1000.0,12345678901234567890,1.0]",
    ],
    ["a number's fraction", "$input.path('$.a')", '{"a":10000000.0}', "1.0E7"],
    ["text that is not JSON", "$input.json('$') $input.path('$')", "a=1&b=2", '"a=1&b=2" a=1&b=2'],
    ["JSON that is cut off", "[$input.path('$.a')] $input.json('$') $input.body", '{"a":1', '[] "" {"a":1'],
    [
      "a wildcard",
      "$input.path('$.a[*].b') $input.json('$.x[*]')",
      '{"a":[{"b":1},{"b":"z"}],"x":[]}',
      '[1,"z"] []',
    ],
    ["a size", "$input.path('$.a').size() $input.path('$.a').count()", '{"a":[1,2]}', "2 2"],
    [
      "keys with hyphens",
      "$input.path('$.a-b') $input.path('$')['a-b'] $input.path('$').a-b",
      '{"a-b":1}',
      "1 1 1",
    ],
  ])("%s", (_, template, body, expected) => {
    expect(output(template, { body })).toBe(expected);
  });

  test("parameters: the path first, then the query string, then the headers, by their exact names", () => {
    const params = {
      path: { id: "p" },
      querystring: { id: "q", only: "q" },
      header: { only: "h", "X-One": "1" },
    };
    const template =
      "$input.params('id')$input.params('only')$input.params('X-One') [$input.params('x-one')] $input.params()";
    expect(output(template, { params })).toBe(
      "pq1 [] {path={id=p}, querystring={id=q, only=q}, header={only=h, X-One=1}}",
    );
    expect(output("$input.params().header.get('X-One') $input.params().querystring.only", { params })).toBe(
      "1 q",
    );
  });

  test("an invalid path is an error of the template", () => {
    expect(failure("{\n  $input.path('$.a b')\n}", { body: "{}" })).toMatchObject({ line: 2, column: 10 });
  });
});

describe("$util", () => {
  test.each([
    [
      "$util.escapeJavaScript($input.body)",
      'it\'s "q" \\ a/b \u00e9\n\u0001',
      'it\\\'s \\"q\\" \\\\ a\\/b \\u00E9\\n\\u0001',
    ],
    [`$util.escapeJavaScript($input.body).replaceAll("\\\\'", "'")`, "it's", "it's"],
    ["$util.urlEncode($input.body)", "a b&c=\u00e9*-_.~!'()/", "a+b%26c%3D%C3%A9*-_.%7E%21%27%28%29%2F"],
    ["$util.urlDecode($input.body)", "a+b%26%C3%A9", "a b&\u00e9"],
    ["$util.base64Encode($input.body)", "h\u00e9", "aMOp"],
    ["$util.base64Decode($input.body)", "aMOp", "h\u00e9"],
    ["$util.parseJson($input.body).a[1].b", '{"a":[0,{"b":"c"}]}', "c"],
    ["$util.parseJson($input.body)", '{"a":[0,{"b":"c"}]}', '{a=[0,{"b":"c"}]}'],
    ["[$util.escapeJavaScript($input.path('$.x'))][$util.nothing('x')]", "{}", "[][]"],
  ])("%s", (template, body, expected) => {
    expect(output(template, { body })).toBe(expected);
  });

  test("parseJson and urlDecode reject invalid input", () => {
    expect(failure("$util.parseJson($input.body)", { body: '{"a":' }).message).toContain("$util.parseJson");
    expect(failure("$util.urlDecode($input.body)", { body: "100%" }).message).toContain("$util.urlDecode");
  });
});

describe("methods of Java's strings", () => {
  test.each([
    ["$input.body.strip()", " \u2028a\u001f", "a"],
    ["$input.body.strip()", "\u00a0a\ufeff", "\u00a0a\ufeff"],
    ["$input.body.isBlank()", "\u001c\u3000", "true"],
    ["$input.body.isBlank()", "\u2007", "false"],
    ["$input.body.equalsIgnoreCase('ki')", "\u212a\u0131", "true"],
    ["$input.body.equalsIgnoreCase('strasse')", "stra\u00dfe", "false"],
    ["$input.body.compareToIgnoreCase('A')", "\u0131", "8"],
    ["#set($n = 1)$n.valueOf($input.body.length())", "four", "4"],
  ])("%s of %j", (template, body, expected) => {
    expect(output(template, { body })).toBe(expected);
  });
});

describe("$context and $stageVariables", () => {
  test("its values print, its maps print nothing", () => {
    const context = { stage: "test", requestTimeEpoch: 1583345638987, identity: { sourceIp: "1.2.3.4" } };
    const template =
      "$context.stage $context.requestTimeEpoch $context.identity.sourceIp [$context.identity][$context]";
    expect(output(template, { context })).toBe("test 1583345638987 1.2.3.4 [][]");
  });

  test("stage variables, by dot and by bracket", () => {
    const stageVariables = { name: "blue", "a-b": "c" };
    const template =
      "$stageVariables.name ${stageVariables.name} $stageVariables['a-b'] ${stageVariables['a-b']}";
    expect(output(template, { stageVariables })).toBe("blue blue c c");
  });

  test("overrides, in every spelling", () => {
    const template = [
      '#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")',
      '#set($context["requestOverride"].querystring["a"] = "b")',
      '#set($name = "id")',
      '#set($context.requestOverride.path[$name] = "7")',
      '$context.requestOverride.header.put("X-Two", "2")',
      '#set($context.requestOverride.header.X-Many = ["1", "2"])',
      "#set($context.requestOverride.header.X-Number = 3)",
      "#set($context.responseOverride.status = 202)",
      '#set($context.responseOverride.header.X-Out = "out")',
    ].join("\n");
    const { requestOverride, responseOverride, overriddenTwice } = rendered(template);
    expect(requestOverride).toEqual({
      header: { "X-Amz-Invocation-Type": "Event", "X-Two": "2", "X-Many": ["1", "2"], "X-Number": "3" },
      path: { id: "7" },
      querystring: { a: "b" },
    });
    expect(responseOverride).toEqual({ status: 202, header: { "X-Out": "out" } });
    expect(overriddenTwice).toBeUndefined();
  });

  test("an earlier template's override is kept and does not count as a second override", () => {
    const context = { responseOverride: { status: 202, header: { a: "1" } } };
    const kept = rendered('#set($context.responseOverride.header.b = "2")', { phase: "response", context });
    expect(kept.responseOverride).toEqual({ status: 202, header: { a: "1", b: "2" } });
    expect(kept.overriddenTwice).toBeUndefined();
    expect(context).toEqual({ responseOverride: { status: 202, header: { a: "1" } } });
  });

  test.each(["99", "600", '"400"', "4.5", "true"])("the status %s is ignored", (status) => {
    expect(rendered(`#set($context.responseOverride.status = ${status})`).responseOverride).toBeUndefined();
  });

  test("a parameter that is overridden twice is reported", () => {
    const template =
      '#set($context.requestOverride.header.A = "1")#set($context.requestOverride.header.a = "2")';
    expect(rendered(template).overriddenTwice).toEqual(["requestOverride.header.a"]);
    const status = "#set($context.responseOverride.status = 400)#set($context.responseOverride.status = 401)";
    expect(rendered(status).overriddenTwice).toEqual(["responseOverride.status"]);
  });
});

describe("an error reports its position", () => {
  test.each([
    ["{\n  #if($x\n}", 3, 1, ") to close the condition"],
    ["line\n#foreach($x in $y)\ntext", 2, 1, "never closed"],
    ["text\n  #end", 2, 3, '"#end'],
    ["a\n\n${x", 3, 4, "}"],
    ["#set($x = )", 1, 11, "value"],
    ["ok\n#parse('x')", 2, 1, "#parse is not available"],
    ["\r\n$input.path('$').list.get(3)", 2, 23, "IndexOutOfBounds"],
    ["x\n#set($s = \"$input.path('$[')\")", 2, 19, "JSONPath"],
  ])("%j", (template, line, column, message) => {
    const error = failure(template, { body: '{"list":[]}' });
    expect([error.line, error.column]).toEqual([line, column]);
    expect(error.message).toContain(message);
    expect(error.excerpt.split("\n")).toEqual([
      template.split(/\r?\n/)[line - 1],
      `${" ".repeat(column - 1)}^`,
    ]);
  });
});

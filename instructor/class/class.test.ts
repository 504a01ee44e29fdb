import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { projectFolder } from "@long-running-api/kit/project-folder";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { checks } from "../../checks/all.ts";
import { fail, pass, type Verdict } from "../../checks/engine/check.ts";
import { report, reported } from "../../checks/engine/report.ts";
import { readCsv, writeCsv } from "./csv.ts";
import { eachLearner, timeLeft } from "./each-learner.ts";
import { autograder, csv, exercism, tableLines } from "./formats.ts";
import { grade } from "./grade.ts";
import { html } from "./html.ts";
import { onePointEach, openPoints } from "./points.ts";
import { cloudFormation, type Policy, policyOf, templateBodyBytesMax } from "./policies.ts";
import { namesOfLearner, readRoster } from "./roster.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "class-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a roster", () => {
  test("CSV is read with its quotes and line ends", () => {
    const field = fc.stringMatching(/^[a-z" ,\r\né]{0,6}$/).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 1 }), { minLength: 1 }), (rows) => {
        expect(readCsv(writeCsv(rows))).toEqual(
          rows.map((row) => row.map((each) => (/^[\r]/.test(each) ? `'${each}` : each))),
        );
      }),
    );
    expect(readCsv('a,"b')).toBeUndefined();
    expect(readCsv("a,,\n\n,\nb")).toEqual([["a", "", ""], ["b"]]);
    expect(writeCsv([["=1+1", 2]])).toBe("'=1+1,2\r\n");
  });

  test("learners' names follow from people's names, or are chosen", () => {
    const names = (text: string) => readRoster(text, "f").map(({ learner }) => learner);
    expect(names("name\nAnn Smith\nann smith\nJosé Núñez\n")).toEqual([
      "ann-smith",
      "ann-smith-2",
      "jose-nunez",
    ]);
    expect(names("name\nŁukasz Żak\nBjørn Groß\n")).toEqual(["lukasz-zak", "bjorn-gross"]);
    expect(readRoster('name\n"<script>\u001B[2J\u202Ex\r\ny"\n', "f")).toEqual([
      { learner: "script-2j-x-y", name: "<script> [2J x y" },
    ]);
    expect(names("Learner,Name\n,Bob\nbob,Robert")).toEqual(["bob-2", "bob"]);
    expect(names(`name\n${"x".repeat(40)}\n${"x".repeat(40)}`)).toEqual([
      "x".repeat(24),
      `${"x".repeat(22)}-2`,
    ]);
    expect(names("name\nCon\nNUL...\naux\nCom1\nConny")).toEqual([
      "con-2",
      "nul-2",
      "aux-2",
      "com1-2",
      "conny",
    ]);
    const wrong = [
      "",
      "who\nann",
      "name,learner\nConrad,con",
      "name\n",
      "name\n李",
      "name,learner\nAnn,ANN",
      "name,learner\na,x\nb,x",
      'name\n"a',
    ];
    for (const text of wrong) expect(() => names(text), JSON.stringify(text)).toThrow(/roster|name/i);
  });
});

const template: Policy = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Role",
      Effect: "Allow",
      Action: ["iam:CreateRole", "iam:GetRole"],
      Resource: "arn:aws:iam::*:role/lr-*",
    },
  ],
};

test("only the actions that know the boundary ask for it; CloudFormation fills in the account", () => {
  const policy = policyOf(namesOfLearner("ann"), template, "123456789012");
  expect(policy.Statement).toEqual([
    {
      Sid: "Role",
      Effect: "Allow",
      Action: ["iam:GetRole"],
      Resource: "arn:aws:iam::*:role/lr-ann-long-running-api",
    },
    {
      Sid: "RoleInBoundary",
      Effect: "Allow",
      Action: ["iam:CreateRole"],
      Resource: "arn:aws:iam::*:role/lr-ann-long-running-api",
      Condition: {
        StringEquals: {
          "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/long-running-api-class-boundary",
        },
      },
    },
  ]);
  const learners = ["a-b", "ab"].map((learner) => ({ learner, names: namesOfLearner(learner) }));
  const { Resources } = cloudFormation(learners, template) as { Resources: Record<string, object> };
  expect(Object.keys(Resources)).toHaveLength(5);
  expect(Object.keys(Resources).filter((id) => !/^[A-Za-z0-9]+$/.test(id))).toEqual([]);
  expect(JSON.stringify(Resources)).toContain(
    '{"Fn::Sub":"arn:aws:iam::${AWS::AccountId}:policy/long-running-api-class-boundary"}',
  );
});

test("the template of 16 learners needs no S3, and that of the largest class fits into a megabyte", () => {
  const real = JSON.parse(readFileSync(path.join(projectFolder, "docs", "learner-policy.json"), "utf8"));
  const bytes = (count: number) => {
    const learners = Array.from({ length: count }, (_, index) => `student-number-${index}`);
    return JSON.stringify(
      cloudFormation(
        learners.map((learner) => ({ learner, names: namesOfLearner(learner) })),
        real,
      ),
    ).length;
  };
  expect(bytes(16)).toBeLessThan(templateBodyBytesMax);
  expect(bytes(249)).toBeLessThan(1_000_000);
});

describe("points", () => {
  const ids = ["01-table/exists", "03-api/get", "03-api/post"];
  const points = async (text: string) => {
    const file = path.join(folder, "points.yaml");
    writeFileSync(file, text);
    return [...(await openPoints(file, ids)).values()];
  };

  test("a check's entry wins over its step's, and that over the default", async () => {
    expect(await points("default: 2\n03-api: 3\n03-api/get: 0.5")).toEqual([2, 0.5, 3]);
    expect(await points("03-api: 0")).toEqual([1, 0, 0]);
  });

  test.each([
    ["03-apo: 1", "line 1"],
    ["default: 1\n\n# more\n03-api: many", "line 4"],
    ["default: 1\n03-api/get: -1", "line 2"],
    ["default: .inf", "line 1"],
    ["03-api: {get: 1}", "line 1"],
    ["03-api: 1\n03-api: 2", "line 2"],
    ["default: 1\na: [", "line 2"],
    ["- 1", "points.yaml"],
    ["12", "points.yaml"],
    ["", "points.yaml"],
  ])("%j is refused, with its line", async (text, place) => {
    await expect(points(text)).rejects.toMatchObject({
      message: expect.stringMatching(/points|check or step/i),
      seen: { "looked at": expect.stringContaining(place) },
    });
  });
});

describe("a grade", () => {
  const [exists, key] = checks.filter(({ step }) => step === "01-table");
  const verdict: Verdict = fail({
    expected: "requestId",
    observed: '<b>"id"</b>, a string',
    leadsTo: "",
    lookAt: "",
    hint: "Look at the key.",
  });
  if (!exists || !key) throw new Error("There are two checks of the table.");
  const result = report({ name: "local" }, [reported(exists, pass("there"), 1), reported(key, verdict, 1)]);
  const worth = new Map([
    [exists.id, 1.5],
    [key.id, 4],
  ]);
  const graded = grade({ name: "=Ann, the <first>", learner: "ann" }, result, worth);

  test("has the points of what passes", () => {
    expect(graded).toMatchObject({
      points: 1.5,
      pointsMax: 5.5,
      steps: [{ step: "01-table", passed: 1, checks: 2 }],
    });
    expect(onePointEach([exists.id]).get(exists.id)).toBe(1);
  });

  test("as table, CSV, HTML, Exercism's and an autograder's JSON", () => {
    expect(tableLines([graded])[1]).toMatch(
      /^ann {6}=Ann, the <first> {2}1.5\/5.5 {2}1\/2 {7}01-table\S+ fail: <b>/,
    );
    expect(csv([graded])).toContain('ann,"\'=Ann, the <first>",fail,1.5,5.5,1 of 2,');
    const page = html([graded], { title: "Class", at: "now" });
    expect(page).toContain("=Ann, the &lt;first&gt;");
    expect(page).not.toMatch(/<script|src=|href="(?!#)|url\(|<b>/);
    expect(exercism(graded)).toMatchObject({
      version: 3,
      status: "fail",
      tests: [
        { status: "pass", message: null, task_id: 1 },
        {
          status: "fail",
          message: '<b>"id"</b>, a string\nexpected: requestId\nLook at the key.',
          task_id: 1,
        },
      ],
    });
    expect(autograder(graded, worth)).toMatchObject({
      score: 1.5,
      output: `${key.id} fail: <b>"id"</b>, a string`,
      tests: [
        { score: 1.5, max_score: 1.5, status: "passed", output: "there" },
        {
          score: 0,
          max_score: 4,
          status: "failed",
          output: '<b>"id"</b>, a string\nexpected: requestId\nLook at the key.',
        },
      ],
    });
  });
});

describe("results for programs", () => {
  const [exists, key] = checks;
  if (!exists || !key) throw new Error("There are two checks.");
  const long = "é😀".repeat(300);
  const gradeOf = (...verdicts: readonly Verdict[]) =>
    grade(
      { name: "Ann", learner: "ann" },
      report(
        { name: "local" },
        verdicts.map((each, index) => reported(index === 0 ? exists : key, each, 1)),
      ),
      onePointEach([]),
    );
  const cannot: Verdict = { status: "unknown", observed: "Access denied.", hint: "Look at the policy." };
  const skipped: Verdict = { status: "skip", because: exists.id };

  test.each([
    ["all pass", [pass("there"), pass(long)], "pass", ["pass", "pass"]],
    ["one fails", [pass("there"), verdictOf("wrong")], "fail", ["pass", "fail"]],
    ["one is skipped", [verdictOf("wrong"), skipped], "fail", ["fail", "error"]],
    ["one cannot be judged", [pass("there"), cannot], "fail", ["pass", "error"]],
    ["none can be judged", [cannot, skipped], "error", ["error", "error"]],
  ] as const)("Exercism, version 3: %s", (_, verdicts, status, tests) => {
    const text = expect.stringMatching(/^.{1,500}$/su);
    expect(exercism(gradeOf(...verdicts))).toEqual({
      version: 3,
      status,
      message: status === "error" ? text : null,
      tests: tests.map((each) => ({
        name: text,
        status: each,
        message: each === "pass" ? null : text,
        output: each === "pass" ? text : null,
        test_code: text,
        task_id: 1,
      })),
    });
    expect(JSON.stringify(exercism(gradeOf(...verdicts)))).not.toMatch(/"output":"[^"]{501}/);
  });
});

function verdictOf(observed: string): Verdict {
  return fail({ expected: "", observed, leadsTo: "", lookAt: "", hint: "" });
}

describe("each learner", () => {
  test("the time left follows from the others, and is not less than the quotas allow", () => {
    expect(timeLeft({ seconds: 20, worked: 2, left: 4, secondsEachMin: 5 })).toBe("about 40 s");
    expect(timeLeft({ seconds: 2, worked: 2, left: 30, secondsEachMin: 30 })).toBe("about 15 min");
    expect(timeLeft({ seconds: 0, worked: 0, left: 3, secondsEachMin: 0 })).toBe("about 0 s");
  });

  test("one failure does not stop the others; a bug does", async () => {
    const lines: string[] = [];
    const output = {
      colors: { bold: String, dim: String, red: String, green: String, yellow: String, cyan: String },
      terminal: false,
      redraws: false,
      stream: process.stdout,
      say: (line = "") => void lines.push(line),
      document: () => {},
    };
    const run = (broken: Error) =>
      eachLearner({
        learners: ["ann", "bob", "cyd"].map((learner) => ({ learner, name: learner })),
        output: { ...output, stream: Object.assign(Object.create(process.stdout), { write: () => true }) },
        atOnceMax: 1,
        secondsEachMin: 0,
        explain: () => undefined,
        act: async ({ learner }) => {
          if (learner === "bob") throw broken;
          return { outcome: "done", note: "solved" };
        },
      });
    const { Problem } = await import("@long-running-api/foundation/problem");
    expect((await run(new Problem("No."))).map(({ outcome }) => outcome)).toEqual(["done", "failed", "done"]);
    await expect(run(new TypeError("bug"))).rejects.toThrow("bug");
    expect(lines[0]).toBe("3 learners, 1 at a time");
  });
});

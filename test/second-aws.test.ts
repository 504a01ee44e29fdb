import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CheckId } from "../checks/engine/check.ts";
import type { Report } from "../checks/engine/report.ts";
import type { Fault } from "../instructor/fault.ts";
import { faults } from "../instructor/faults/index.ts";
import { openRows, type Rows } from "./support/second-aws/row.ts";
import { openSecondAws, type SecondAws, secondAwsHere } from "./support/second-aws/server.ts";

// The fault matrix against an implementation of AWS that is not ours, as far as it goes: control planes, IAM's
// simulation, and functions. Its differences are listed in second-aws.json, each with its reason; an unlisted
// difference fails here, and so does a listed one that has disappeared.

interface Reviewed {
  /** Checks that cannot run against it at all. */
  notJudged: { checks: readonly CheckId[]; why: string };
  /** Verdicts that differ there, by fault or for `healthy`: one group per reason. */
  differences: readonly { why: string; differs: Readonly<Record<string, readonly string[]>> }[];
}

const reviewed = JSON.parse(readFileSync(new URL("second-aws.json", import.meta.url), "utf8")) as Reviewed;
const reviewedDifferences = new Map(reviewed.differences.flatMap(({ differs }) => Object.entries(differs)));
const listed = (id: string) => reviewedDifferences.get(id) ?? [];
const isJudged = (id: CheckId) => !/^0[56]-/.test(id) && !reviewed.notJudged.checks.includes(id);
const judgedFaults = faults.filter(({ trips }) => trips.some(isJudged));

const { command: python, why } = secondAwsHere();
const rowMsMax = 120_000;

describe("the matrix against ministack", () => {
  beforeEach(({ skip }) => skip(python === undefined, why));
  let aws: SecondAws;
  let rows: Rows;
  beforeAll(async () => {
    if (python === undefined) return;
    aws = await openSecondAws(python);
    rows = openRows(aws.endpoint, (report) => differencesOf(report).length === 0);
  });
  afterAll(async () => {
    await rows?.close();
    await aws?.close();
  });

  test("healthy", { timeout: rowMsMax }, async () => {
    expect(differencesOf(await rows.healthy())).toEqual(listed("healthy"));
  });

  describe.concurrent("each fault", () => {
    for (const fault of judgedFaults)
      test(`${fault.id}: ${fault.story}`, { timeout: rowMsMax }, async () => {
        const { broken, mended } = await rows.makeRow(fault);
        const differs = [
          ...differencesOf(broken, fault),
          ...differencesOf(mended).map((each) => `mended: ${each}`),
        ];
        expect(differs, "what differs must be what test/second-aws.json lists, with its reason").toEqual(
          listed(fault.id),
        );
      });
  });

  test("what is listed is there", () => {
    const known = ["healthy", ...judgedFaults.map(({ id }) => id)];
    const names = reviewed.differences.flatMap(({ differs }) => Object.keys(differs));
    expect(names.filter((id) => !known.includes(id))).toEqual([]);
    expect(new Set(names).size, "each is listed once").toBe(names.length);
    const leftOut = faults.length - judgedFaults.length;
    const alike = judgedFaults.length - names.length;
    console.log(
      `faults in a second AWS: ${alike} judged alike, ${names.length} otherwise as listed, ${leftOut} left out`,
    );
  });
});

/** Verdicts that differ from the fault's `trips`; without a fault, every verdict that is not a pass. */
function differencesOf({ checks }: Report, fault?: Pick<Fault, "trips" | "unsure">): string[] {
  return checks.flatMap(({ id, status, because }) => {
    if (!isJudged(id)) return [];
    const right = fault?.trips.includes(id) ? "fail" : fault?.unsure?.includes(id) ? "unknown" : "pass";
    const follows = right === "pass" && fault !== undefined && status === "skip";
    if (status === right || follows) return [];
    return [`${id} ${status}${because ? ` because of ${because}` : ""}, not ${right}`];
  });
}

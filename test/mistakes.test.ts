import { readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { expect, test } from "vitest";
import { faults } from "../instructor/faults/index.ts";
import { syntheticObservations } from "./support/synthetic-observations.ts";

// Each known mistake is caused by a fault, judged from a synthetic observation, reported as a remark, or left out for a reason.

type Reached =
  | { faults: readonly string[] }
  /** By their stories in test/support/synthetic-observations.ts. */
  | { synthetic: readonly string[] }
  /** A test that names it, and what it is about. */
  | { test: string; names: string }
  | { why: string };

const looking = (names: string): Reached => ({ test: "checks/engine/explain-probe-failure.test.ts", names });

const reached: Readonly<Record<string, Reached>> = {
  E01: looking("E01"),
  E02: looking("E02"),
  E03: looking("E03"),
  E04: looking("E04"),
  E05: { faults: ["table-in-other-region", "function-in-other-region", "policy-for-other-region"] },
  E06: looking("E06"),
  E07: { test: "packages/kit/src/targets/aws.ts", names: "This is the practice cloud, not AWS." },
  E08: { faults: ["boundary"] },
  E09: looking("E09"),
  T01: { faults: ["table-misspelt", "other-table-in-code"] },
  T02: { faults: ["key-in-capitals", "key-with-underscore"] },
  T05: { synthetic: ["The table is still being created."] },
  L01: { faults: ["python-flush-left"] },
  L02: { faults: ["code-not-deployed"] },
  L03: { faults: ["python-on-node", "python-in-index-mjs"] },
  L05: { faults: ["timeout-left-at-default", "timeout-shorter-than-work"] },
  L06: { faults: ["other-table-in-code", "other-table-in-variable"] },
  L07: { faults: ["typographic-quotes", "non-breaking-spaces", "invisible-space"] },
  L08: { synthetic: ["A retired runtime."] },
  L09: { faults: ["function-gone"] },
  I01: { faults: ["role-trusts-ec2"] },
  I02: { synthetic: ["The role was created seconds ago."] },
  I05: { synthetic: ["The role may do everything, but write no logs."] },
  A01: { synthetic: ["The API is an HTTP API."] },
  A02: { faults: ["post-is-a-proxy", "get-is-a-proxy"] },
  A04: { faults: ["no-event", "request-response"] },
  A05: { faults: ["no-event", "header-hangs-on-caller"] },
  A07: { faults: ["event-by-mapping-and-template", "event-set-twice"] },
  A08: { faults: ["post-response-missing", "post-response-with-pattern"] },
  A10: { faults: ["acknowledgement-as-printed", "as-printed"] },
  A11: { faults: ["post-template-of-other-type", "content-type-text"] },
  A12: { faults: ["variable-without-braces"] },
  A14: { faults: ["get-invokes", "get-action-misspelt"] },
  A16: { faults: ["body-is-text", "as-printed"] },
  A17: { test: "test/transcripts/table-gone.txt", names: "An unknown requestId also returns 200" },
  A18: { faults: ["no-permission", "no-permission-for-get", "permission-of-other-api"] },
  A21: { faults: ["get-wants-a-key", "post-wants-a-signature"] },
  A22: { faults: ["private-endpoint", "policy-denies-everybody", "policy-allows-one-account"] },
  D01: { faults: ["stage-gone"] },
  D02: { faults: ["not-deployed-again", "event-not-deployed"] },
  D04: { faults: ["address-of-other-api", "address-on-amazon"] },
  W01: { faults: ["placeholders-left", "placeholder-stage-left", "ran-with-placeholders"] },
  W02: { synthetic: ["The condition of the blog, escaped once too often."] },
  W03: { faults: ["condition-of-other-path", "condition-of-sdk-example"] },
  W04: { test: "test/transcripts/table-gone.txt", names: "Orkes documents a minimum of 60 s" },
  W06: { test: "test/transcripts/table-gone.txt", names: "It waits only for COMPLETED" },
  W08: { synthetic: ["No worker runs HTTP_POLL."] },
  W10: { synthetic: ["It ran an earlier version."] },
  W11: { faults: ["address-of-other-api"] },
  W12: looking("W12"),
  W13: looking("W13"),
  W14: looking("W14"),
  W15: { synthetic: ["Conductor runs elsewhere, and would have to call this machine."] },
  R01: { faults: ["id-used-again"] },
  R04: { faults: ["work-never-noted"] },
  R05: { faults: ["timeout-shorter-than-work"] },
  R06: { faults: ["condition-always-true", "ended-too-early"] },
  R07: { faults: ["polled-wrong-path"] },
  R08: { synthetic: ["The work takes too long."] },
  C01: { why: "what is left behind is the business of undo and reset: test/commands/learners.test.ts" },
  C02: { why: "the steps and reset wait for AWS then; no check is about it" },
  C04: { why: "reset looks for roles by their names too: test/commands/learners.test.ts" },
  C05: { why: "reset ends and removes executions: test/commands/learners.test.ts" },
};

const { mistakes } = JSON.parse(
  readFileSync(path.join(projectFolder, "test/vectors/mistakes.json"), "utf8"),
) as { mistakes: { id: string; mistake: string }[] };

test.each(mistakes)("$id: $mistake", ({ id }) => {
  const how = reached[id];
  if (how === undefined) throw new Error(`Nothing reaches ${id}.`);
  if ("faults" in how)
    expect(faults.map((fault) => fault.id)).toEqual(expect.arrayContaining([...how.faults]));
  else if ("synthetic" in how)
    expect(syntheticObservations.map(({ story }) => story)).toEqual(
      expect.arrayContaining([...how.synthetic]),
    );
  else if ("test" in how)
    expect(readFileSync(path.join(projectFolder, how.test), "utf8")).toContain(how.names);
  else expect(how.why).not.toBe("");
});

test("nothing is reached that is not in the catalogue", () => {
  expect(Object.keys(reached).sort()).toEqual(mistakes.map(({ id }) => id).sort());
});

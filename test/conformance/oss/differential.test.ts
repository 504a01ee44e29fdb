import { type ServedConductor, serveConductor } from "@long-running-api/local-conductor/serve";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { openShell, type Shell } from "../../support/shell.ts";
import { comparable, differences } from "./compare.ts";
import { type Case, cases } from "./definitions.ts";
import { knownDifferences } from "./known-differences.ts";
import { type Rest, restOf } from "./rest.ts";
import { type Ran, runCases } from "./run-cases.ts";
import { testOnOss } from "./shared.ts";
import { openStub, type Stub } from "./stub.ts";
import { startWorkerProcess } from "./worker.ts";

const test = testOnOss();

/** DIFFERENTIAL_SEED=… tries others, and DIFFERENTIAL_RUNS=… more of them. */
const seed = Number(process.env["DIFFERENTIAL_SEED"] ?? 20_261_122);
const numRuns = Number(process.env["DIFFERENTIAL_RUNS"] ?? 200);

let embedded: ServedConductor;
let here: Rest;
let shell: Shell;
let stub: Stub;
beforeAll(async () => {
  shell = openShell();
  embedded = await serveConductor();
  here = restOf(`${embedded.url}/api`);
  stub = await openStub();
});
afterAll(async () => {
  await embedded.close();
  await stub.close();
  await shell.close();
});

test(`${numRuns} generated definitions end on the embedded engine as on Conductor OSS`, {
  timeout: 400_000,
}, async ({ oss }) => {
  const generated = generate();
  const worker = await startWorkerProcess(shell, oss.api);
  const there = await runCases(oss, generated);
  await worker.stop();
  const ours = await runCases(here, generated);
  const different = generated.flatMap((each, index) => {
    const found = differences(seen(there[index]), seen(ours[index]));
    return found.length === 0 ? [] : [{ found, ...each }];
  });
  // A custom message: an assertion's would be truncated, and the whole definition is needed.
  if (different.length > 0)
    throw new Error(`${different.length} differ, seed ${seed}:\n${JSON.stringify(different, null, 1)}`);

  // The comparison must cover all ways to end, and rejected definitions.
  const ends = new Set(there.map((ran) => ("refused" in ran ? "refused" : ran.execution.status)));
  expect([...ends].sort()).toEqual(["COMPLETED", "FAILED", "TERMINATED", "refused"]);
});

/** `STUB` is a placeholder for the URL that the generated HTTP tasks call. */
function generate(): Case[] {
  const sample = JSON.stringify(fc.sample(cases, { seed, numRuns })).replaceAll("STUB", stub.url);
  return (JSON.parse(sample) as Case[]).map(({ definition, input }, index) => ({
    definition: { ...definition, name: `generated_${index}` },
    input,
  }));
}

function seen(ran: Ran | undefined): unknown {
  return ran && "execution" in ran ? comparable(ran.execution) : ran;
}

describe("known differences, until they are fixed", () => {
  test.for(knownDifferences.map((known) => [known.what, known] as const))(
    "%s",
    async ([, known], { oss }) => {
      const name = `known_${known.what.replace(/\W+/g, "_")}`;
      const definition = { ...plain, name, tasks: known.tasks };
      const look = async (rest: Rest) => {
        const [ran] = await runCases(rest, [{ definition, input: {} }]);
        return ran && known.look(ran);
      };
      expect({ there: await look(oss), here: await look(here) }).toEqual({
        there: known.there,
        here: known.here,
      });
    },
  );
});

const plain = { version: 1, schemaVersion: 2, ownerEmail: "tests@example.com", timeoutSeconds: 0 };

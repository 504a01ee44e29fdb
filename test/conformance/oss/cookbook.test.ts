import { waitUntil } from "@long-running-api/foundation/wait";
import { type ServedConductor, serveConductor } from "@long-running-api/local-conductor/serve";
import { cookbookDefinition, openVendor, type Vendor } from "@long-running-api/test-support/vendor";
import { afterAll, beforeAll, expect } from "vitest";
import { openShell, type Shell } from "../../support/shell.ts";
import { comparable } from "./compare.ts";
import { type Execution, type Rest, restOf } from "./rest.ts";
import { testOnOss } from "./shared.ts";
import { startWorkerProcess } from "./worker.ts";

const test = testOnOss();
const definition = cookbookDefinition("1");

let shell: Shell;
let embedded: ServedConductor;
beforeAll(async () => {
  shell = openShell();
  embedded = await serveConductor();
});
afterAll(async () => {
  await embedded.close();
  await shell.close();
});

test("Conductor OSS's own example for HTTP_POLL ends there, with our worker, as on the embedded one", async ({
  oss,
}) => {
  const worker = await startWorkerProcess(shell, oss.api);
  const here = await run(restOf(`${embedded.url}/api`));
  const there = await run(oss);
  expect(there.good).toMatchObject({
    status: "COMPLETED",
    output: { finalState: "SUCCEEDED", artifact: "s3://exports/job-good.csv" },
  });
  expect(there.bad).toMatchObject({
    status: "FAILED",
    output: { error: "remote_job_failed", jobId: "job-bad", detail: "upstream rejected the job" },
  });
  expect(here.polls).toEqual(there.polls);
  expect(comparable(here.good)).toEqual(comparable(there.good));
  expect(comparable(here.bad)).toEqual(comparable(there.bad));
  // The workflow is newer than the worker, which need not wait for a minute to notice.
  const noticed = async () =>
    (await oss.get<{ name: string }[]>("/metadata/taskdefs")).some(({ name }) => name === "await_job") ||
    undefined;
  expect(await waitUntil(noticed, { secondsMax: 20, everyMs: 200 }), "its definition").toBe(true);
  await worker.stop();
});

/** One job that succeeds and one that fails, with a vendor that knows neither yet. */
async function run(
  rest: Rest,
): Promise<{ good: Execution; bad: Execution; polls: ReadonlyMap<string, number> }> {
  const vendor: Vendor = await openVendor();
  try {
    await rest.register(definition);
    const [good, bad] = await Promise.all(
      ["good", "bad"].map(async (dataset) =>
        rest.ended(await rest.start(definition.name, { jobApiUrl: vendor.url, dataset })),
      ),
    );
    if (!good || !bad) throw new Error("There are two runs.");
    return { good, bad, polls: vendor.polls };
  } finally {
    vendor.close();
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateFunctionCommand, GetFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, expect, it, vi } from "vitest";
import { design, openLambda } from "./lambda-bench.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 }); // functions start slowly on a busy machine

const dir = mkdtempSync(path.join(tmpdir(), "lambda-restart-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it("continues after a restart: functions, Pending changes, and events accepted with 202", async () => {
  const first = await openLambda({ dir });
  const slow =
    "exports.handler = async (event) => { console.log('begun', event.n); await new Promise((r) => setTimeout(r, event.ms)); return 'done' }";
  const name = await first.make({ "index.js": slow }, { Timeout: 60 });
  for (const n of [1, 2])
    await first.client.send(
      new InvokeCommand({
        FunctionName: name,
        InvocationType: "Event",
        Payload: JSON.stringify({ n, ms: 30_000 }),
      }),
    );
  const begun = (bench: typeof first) =>
    bench.log
      .flatMap(({ events }) => events)
      .flatMap(({ message }) => /begun (\d)/.exec(message)?.[1] ?? [])
      .sort();
  await expect.poll(() => begun(first), { timeout: 15_000 }).toEqual(["1", "2"]);
  await first.client.send(
    new CreateFunctionCommand({ ...design({ "index.js": slow }), FunctionName: "just-made" }),
  );
  await first.close();

  const second = await openLambda({ dir });
  await expect.poll(() => begun(second), { timeout: 15_000 }).toEqual(["1", "2"]);
  const state = async () =>
    (await second.client.send(new GetFunctionCommand({ FunctionName: "just-made" }))).Configuration?.State;
  await expect.poll(state, { timeout: 10_000 }).toBe("Active");
  expect(await second.call("just-made", { n: 3, ms: 0 })).toBe("done");
  await second.close();
});

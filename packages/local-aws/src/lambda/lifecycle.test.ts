import { expect, it } from "vitest";
import { openStore } from "../store.ts";
import { createLifecycle, pending, updating } from "./lifecycle.ts";
import { createManualClock } from "./runtime-bench.ts";
import { type FunctionRecord, keyOf, putFunction } from "./store.ts";

/** Waits until all resolved promises have run their callbacks. */
const done = () => new Promise((resolve) => setImmediate(resolve));

it("calls a function quiet once no further change has followed: not between its code and its configuration", async () => {
  const functions = openStore(":memory:").collection<FunctionRecord>("functions");
  const clock = createManualClock();
  const quiet: string[] = [];
  let revision = 0;
  const newId = () => `${++revision}`;
  const code = { folder: async (sha256: string) => sha256 };
  const stateOf = (name: string) => functions.get(keyOf("us-east-1", name))?.latest.LastUpdateStatus;
  const lifecycle = createLifecycle({ functions, newId, code }, clock, ({ name }) => quiet.push(name));
  const change = (name: string, state: typeof pending | typeof updating) => {
    const latest = { Version: "$LATEST", RevisionId: newId(), CodeSha256: "code", ...state };
    const arn = `arn:${name}`;
    const empty = { versions: [], versionsPublished: 0, aliases: {}, policies: {}, eventInvokeConfigs: {} };
    putFunction({ functions }, { name, region: "us-east-1", arn, latest, ...empty, tags: {} });
    lifecycle.begin({ name, region: "us-east-1" });
  };
  const advance = async (ms: number) => {
    clock.advance(ms);
    await done();
  };

  change("f", pending);
  await advance(40);
  expect(stateOf("f")).toBe("Successful");
  await advance(220);
  change("f", updating);
  await advance(30);
  expect(quiet, "while the second change is in progress").toEqual([]);
  await advance(10);
  expect(stateOf("f")).toBe("Successful");
  await advance(249);
  expect(quiet).toEqual([]);
  await advance(1);
  expect(quiet).toEqual(["f"]);

  change("g", pending);
  await advance(40);
  lifecycle.close();
  await advance(1_000);
  expect(quiet, "nothing after the end").toEqual(["f"]);
});

import { test as base, beforeAll, inject, type TestAPI } from "vitest";
import type { Brokered } from "./broker.ts";
import { type Rest, restOf } from "./rest.ts";

const startMsMax = 400_000;

/** `test` for files that use the shared Conductor OSS server; without one, it skips with the reason. */
export function testOnOss(): TestAPI<{ oss: Rest }> {
  let found: Brokered = { why: "not asked yet" };
  beforeAll(async () => {
    const answer = await fetch(inject("ossBroker"), { signal: AbortSignal.timeout(startMsMax) });
    if (!answer.ok) throw new Error(await answer.text());
    found = (await answer.json()) as Brokered;
  }, startMsMax);
  return base.extend<{ oss: Rest }>({
    oss: async ({ skip }, use) => {
      if (found.why !== undefined) skip(found.why);
      else await use(restOf(found.api));
    },
  });
}

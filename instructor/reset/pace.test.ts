import { expect, test } from "vitest";
import { createPace, type PaceOptions } from "./pace.ts";

/** A clock that only pauses and calls move, and an account that deletes one API in 30 s, refusing others. */
function account({ callMs = 0, advises = false }: { callMs?: number; advises?: boolean } = {}) {
  let ms = 0;
  let freeMs = 0;
  let refused = 0;
  const lines: string[] = [];
  const options: PaceOptions = {
    secondsBetween: 30,
    what: "deletes one API",
    now: () => ms,
    async pause(waitMs) {
      ms += waitMs;
    },
  };
  return {
    options,
    lines,
    onWait: (text: string) => void lines.push(text),
    seconds: () => ms / 1_000,
    refused: () => refused,
    /** Another client's request, accepted at this moment. */
    useQuota() {
      freeMs = ms + 30_000;
    },
    async remove() {
      ms += callMs;
      if (ms < freeMs) {
        refused += 1;
        const seconds = Math.ceil((freeMs - ms) / 1_000);
        throw tooMany(advises ? String(seconds) : undefined);
      }
      freeMs = ms + 30_000;
      ms += callMs;
      return "deleted";
    },
  };
}

function tooMany(retryAfterSeconds?: string): Error {
  return Object.assign(new Error("Too Many Requests"), {
    name: "TooManyRequestsException",
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

test.each([0, 100, 400])(
  "30 APIs take what the quota allows, within 3 %%, with calls of 2 × %s ms",
  async (callMs) => {
    const aws = account({ callMs });
    const pace = createPace(aws.options);
    for (let toGo = 30; toGo > 0; toGo -= 1)
      expect(await pace(aws.remove, { key: "us-east-1", toGo, onWait: aws.onWait })).toBe("deleted");
    expect(aws.seconds()).toBeGreaterThanOrEqual(29 * 30);
    expect(aws.seconds()).toBeLessThanOrEqual(29 * 30 * 1.03);
    expect(aws.refused()).toBe(1); // which shows that the quota is enforced
    expect(aws.lines[0]).toBe("AWS deletes one API in 30 s: waiting 30 s, 29 to go, about 15 min left");
  },
);

test.each([true, false])(
  "another client's deletions cost no more than their time (advice: %s)",
  async (advises) => {
    const aws = account({ advises });
    aws.useQuota();
    const pace = createPace(aws.options);
    for (const toGo of [2, 1]) await pace(aws.remove, { key: "us-east-1", toGo, onWait: aws.onWait });
    expect(aws.seconds()).toBe(60);
  },
);

test("without a quota nothing waits, and each region has its own", async () => {
  const aws = account();
  const pace = createPace(aws.options);
  for (const key of ["us-east-1", "us-east-1"])
    await pace(async () => "deleted", { key, toGo: 1, onWait() {} });
  await pace(aws.remove, { key: "eu-west-1", toGo: 1, onWait() {} });
  expect(aws.seconds()).toBe(0);
});

test("any other refusal is thrown at once", async () => {
  const { options, onWait, seconds } = account();
  const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
  const pace = createPace(options);
  const request = async () => {
    throw denied;
  };
  await expect(pace(request, { key: "us-east-1", toGo: 1, onWait })).rejects.toBe(denied);
  expect(seconds()).toBe(0);
});

test("it ends: half an hour for one API", async () => {
  const { options, onWait, seconds } = account();
  const pace = createPace(options);
  const request = async () => {
    throw tooMany();
  };
  await expect(pace(request, { key: "us-east-1", toGo: 1, onWait })).rejects.toThrow("Too Many Requests");
  expect(seconds()).toBeLessThanOrEqual(31 * 60);
});

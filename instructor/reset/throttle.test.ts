import { expect, test } from "vitest";
import { whileThrottled } from "./throttle.ts";

/** A clock that only pauses move. */
function clock() {
  let ms = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => ms,
    pause: async (waitMs: number) => {
      pauses.push(waitMs);
      ms += waitMs;
    },
  };
}

function tooMany(retryAfterSeconds?: string): Error {
  return Object.assign(new Error("Too Many Requests"), {
    name: "TooManyRequestsException",
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** Answers after being refused so often. */
function refusing(times: number, error = tooMany()) {
  let left = times;
  return async () => {
    if (left === 0) return "deleted";
    left -= 1;
    throw error;
  };
}

test("too many requests are waited for, 30 s unless AWS says how long, and told with an estimate", async () => {
  const time = clock();
  const told: string[] = [];
  const onWait = (text: string) => void told.push(text);
  expect(await whileThrottled(refusing(2), { toGo: 3, onWait, ...time })).toBe("deleted");
  expect(time.pauses).toEqual([30_000, 30_000]);
  expect(told).toEqual([
    "AWS deletes one API in 30 s: waiting 30 s (0 s so far), 3 to go, about 2 min in all",
    "AWS deletes one API in 30 s: waiting 30 s (30 s so far), 3 to go, about 2 min in all",
  ]);
  const again = clock();
  await whileThrottled(refusing(1, tooMany("7")), { toGo: 1, onWait, ...again });
  expect(again.pauses).toEqual([7_000]);
});

test("any other refusal passes on at once", async () => {
  const time = clock();
  const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
  await expect(whileThrottled(refusing(1, denied), { toGo: 1, onWait() {}, ...time })).rejects.toBe(denied);
  expect(time.pauses).toEqual([]);
});

test("it ends: half an hour for one API", async () => {
  const time = clock();
  const refused = whileThrottled(refusing(Number.POSITIVE_INFINITY), { toGo: 1, onWait() {}, ...time });
  await expect(refused).rejects.toThrow("Too Many Requests");
  expect(time.now()).toBeLessThanOrEqual(31 * 60 * 1000);
});

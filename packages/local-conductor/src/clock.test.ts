import { expect, it } from "vitest";
import { steadyTime } from "./clock.ts";

it("continues when the wall clock is set back, and follows it forward and in small corrections", () => {
  let wall = 1_700_000_000_000;
  let monotonic = 50;
  const now = steadyTime(
    () => wall,
    () => monotonic,
  );
  const pass = (ms: number) => {
    wall += ms;
    monotonic += ms;
  };
  const start = now();
  pass(1_000);
  expect(now() - start).toBe(1_000);
  wall -= 3_600_000;
  expect(now() - start).toBe(1_000);
  pass(5_000);
  expect(now() - start).toBe(6_000);
  wall += 3_600_000; // set right again
  expect(now() - start).toBe(6_000);
  wall += 600_000; // asleep: the monotonic clock may stop
  expect(now() - start).toBe(606_000);
  wall -= 200;
  expect(now() - start).toBe(605_800);
});

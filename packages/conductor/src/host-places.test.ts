import { expect, it } from "vitest";
import { createHostPlaces, hostOfRequest, type Place, type PlaceSettings } from "./host-places.ts";

/** Places with a clock that moves only when the test moves it. */
function open(settings: PlaceSettings) {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const places = createHostPlaces(settings, {
    nowMs: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
  });
  const given: string[] = [];
  const held: Place[] = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    places,
    given,
    held,
    turn,
    ask(host: string, waitMsMax?: number) {
      void places.take(host, waitMsMax).then((place) => {
        given.push(place ? host : `${host}: none`);
        if (place) held.push(place);
      });
    },
    /** Time passes without its timers, as in a busy process; they run with the next `pass`. */
    late(ms: number) {
      now += ms;
    },
    async pass(ms: number) {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
        if (!next) break;
        timers = timers.filter((each) => each !== next);
        now = Math.max(now, next.at);
        next.run();
        await turn();
      }
      now = end;
      await turn();
    },
  };
}

it("a host keeps at most its own places, however many wait there", async () => {
  const { ask, given, turn, places } = open({ total: 4, perHost: 2 });
  for (let n = 0; n < 100; n += 1) ask("slow");
  ask("fast");
  await turn();
  expect(given).toEqual(["slow", "slow", "fast"]);
  expect(places.loads()).toEqual([
    { host: "slow", running: 2, waiting: 98 },
    { host: "fast", running: 1, waiting: 0 },
  ]);
});

it("a free place goes to the hosts in turn", async () => {
  const { ask, given, held, turn } = open({ total: 2, perHost: 2 });
  for (const host of ["a", "a", "a", "a", "b", "b", "c"]) ask(host);
  await turn();
  for (let n = 0; n < 5; n += 1) {
    held.shift()?.leave();
    await turn();
  }
  expect(given).toEqual(["a", "a", "a", "b", "c", "a", "b"]);
});

it("waits at most as long as requested; a request that gave up takes no place later", async () => {
  const { ask, given, held, pass, places } = open({ total: 1, perHost: 1 });
  ask("a");
  ask("a", 500);
  await pass(499);
  expect(given).toEqual(["a"]);
  await pass(1);
  expect(given).toEqual(["a", "a: none"]);
  held[0]?.leave();
  expect(places.loads()).toEqual([]);
});

it("starts requests no faster than a host's rate, and other hosts do not wait for it", async () => {
  const { ask, given, held, pass } = open({ total: 100, perHost: 100, ratePerSecond: 2 });
  for (let n = 0; n < 5; n += 1) ask("a");
  ask("b");
  await pass(0);
  expect(given).toEqual(["a", "b"]);
  for (const place of held) place.leave();
  await pass(499);
  expect(given).toHaveLength(2);
  await pass(1);
  expect(given).toHaveLength(3);
  await pass(1_500);
  expect(given).toEqual(["a", "b", "a", "a", "a", "a"]);
});

it("keeps a request that waits for its rate when another arrives while the timer is late", async () => {
  const { ask, given, held, pass, late } = open({ total: 100, perHost: 100, ratePerSecond: 2 });
  ask("a");
  ask("a");
  await pass(0);
  held.pop()?.leave();
  late(600);
  ask("a");
  await pass(600);
  expect(given).toEqual(["a", "a", "a"]);
});

it("reads the host of a request with its port", () => {
  expect(hostOfRequest({ uri: "http://User:pw@Example.com:8080/a@b?c" })).toBe("example.com:8080");
  expect(hostOfRequest({ uri: "no address" })).toBe("");
  expect(hostOfRequest(null)).toBe("");
});

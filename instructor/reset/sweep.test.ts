import { expect, test } from "vitest";
import type { Leftover } from "./leftover.ts";
import { type Swept, sweep } from "./sweep.ts";

/** Resources that disappear after a number of reads; `refuse` is the error of their deletion. */
interface Thing {
  name: string;
  looksUntilGone: number;
  refuse?: Error;
}

/** Resources that disappear over time, and a clock that only pauses advance. */
async function sweepWorld(things: Thing[]) {
  let ms = 0;
  const asked: string[] = [];
  const present = (): Leftover[] =>
    things
      .filter(({ looksUntilGone }) => looksUntilGone > 0)
      .map((thing) => ({
        kind: "thing",
        name: thing.name,
        async remove() {
          asked.push(thing.name);
          if (thing.refuse) throw thing.refuse;
        },
      }));
  const swept: Swept = await sweep({
    found: present(),
    async look() {
      for (const thing of things) thing.looksUntilGone -= 1;
      return present();
    },
    onRemove() {},
    onWait() {},
    now: () => ms,
    pause: async (waitMs) => {
      ms += waitMs;
    },
  });
  const names = (list: readonly Leftover[]) => list.map(({ name }) => name);
  return {
    removed: names(swept.removed),
    left: swept.left.map(({ name, why }) => ({ name, why })),
    asked,
    seconds: ms / 1000,
  };
}

const refusal = (name: string) => Object.assign(new Error("refused"), { name, $fault: "client" });

test("a resource that disappears at once is read once", async () => {
  const { removed, left, seconds } = await sweepWorld([
    { name: "a", looksUntilGone: 1 },
    { name: "b", looksUntilGone: 1 },
  ]);
  expect({ removed, left, seconds }).toEqual({ removed: ["a", "b"], left: [], seconds: 0 });
});

test("a slow deletion is waited for, and requested again", async () => {
  const { removed, left, asked } = await sweepWorld([{ name: "table", looksUntilGone: 5 }]);
  expect({ removed, left }).toEqual({ removed: ["table"], left: [] });
  expect(asked).toHaveLength(5);
});

test("a resource that stays is reported with the reason; the others are deleted, and the wait is bounded", async () => {
  const { removed, left, seconds } = await sweepWorld([
    { name: "stays", looksUntilGone: Number.POSITIVE_INFINITY, refuse: refusal("ResourceInUseException") },
    { name: "goes", looksUntilGone: 1 },
  ]);
  expect(removed).toEqual(["goes"]);
  expect(left).toEqual([{ name: "stays", why: "ResourceInUseException: refused" }]);
  expect(seconds).toBeLessThan(100);
});

test("if every remaining deletion was denied, it does not wait", async () => {
  const { left, seconds } = await sweepWorld([
    { name: "role", looksUntilGone: Number.POSITIVE_INFINITY, refuse: refusal("AccessDeniedException") },
  ]);
  expect(left).toEqual([{ name: "role", why: "AccessDeniedException: refused" }]);
  expect(seconds).toBe(0);
});

test("expired credentials, a server that is gone, and bugs are not reported as leftovers", async () => {
  for (const error of [refusal("ExpiredTokenException"), new TypeError("bug")])
    await expect(
      sweepWorld([{ name: "x", looksUntilGone: Number.POSITIVE_INFINITY, refuse: error }]),
    ).rejects.toBe(error);
});

test("a deletion that waits for a quota does not delay the others", async () => {
  const order: string[] = [];
  let release = () => {};
  const others = new Promise<void>((resolve) => {
    release = resolve;
  });
  const found: Leftover[] = [
    { kind: "API", name: "1", slow: true, remove: () => others.then(() => void order.push("API")) },
    {
      kind: "table",
      name: "1",
      async remove() {
        order.push("table");
        release();
      },
    },
  ];
  const swept = await sweep({ found, look: async () => [], onRemove() {}, onWait() {} });
  expect(order).toEqual(["table", "API"]);
  expect(swept.left).toEqual([]);
});

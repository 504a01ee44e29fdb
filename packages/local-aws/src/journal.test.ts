import { expect, test, vi } from "vitest";
import { createJournal } from "./journal.ts";

const now = () => new Date(0);

test("details are built once, when the entry is read, and long texts in them are cut too", () => {
  const journal = createJournal({ entriesMax: 2, now });
  const describe = vi.fn(() => ({ boxes: { body: "x".repeat(20_000) } }));
  journal.add({ kind: "execute" }, { characters: 10, describe });
  expect(describe).not.toHaveBeenCalled();
  const [read] = journal.since(0);
  expect(read).toMatchObject({
    kind: "execute",
    number: 1,
    boxes: { body: expect.stringMatching(/x \[TRUNCATED\]$/) },
  });
  journal.since(0);
  expect(describe).toHaveBeenCalledTimes(1);
});

test("what details keep in memory counts: older entries make room for them", () => {
  const journal = createJournal({ entriesMax: 100, charactersMax: 1_000, now });
  for (let index = 0; index < 5; index += 1)
    journal.add({ kind: "execute" }, { characters: 400, describe: () => ({ index }) });
  expect(journal.since(0).map(({ index }) => index)).toEqual([3, 4]);
});

test("a long list, a large object and a long text in them are cut, and the caller's own values are not", () => {
  const journal = createJournal({ entriesMax: 10, now });
  const list = Array.from({ length: 600 }, (_, index) => index);
  const large = Object.fromEntries(
    list.map((index) => [`k${index}`, index === 3 ? "x".repeat(20_000) : index]),
  );
  journal.add({ kind: "aws", list, large, small: { a: [1] } });
  const [read] = journal.since(0) as unknown as [
    { list: number[]; large: Record<string, string>; small: object },
  ];
  expect(read.list).toHaveLength(500);
  expect(Object.keys(read.large)).toHaveLength(500);
  expect(read.large["k3"]).toMatch(/^x{16000} \[TRUNCATED\]$/);
  expect(read.small).toEqual({ a: [1] });
  expect([list.length, large["k3"]]).toEqual([600, "x".repeat(20_000)]);
});

test("a subscriber gets each entry until it unsubscribes", () => {
  const journal = createJournal({ entriesMax: 10, now });
  const heard = vi.fn();
  const leave = journal.subscribe(heard);
  journal.add({ kind: "aws" });
  leave();
  journal.add({ kind: "aws" });
  expect(heard).toHaveBeenCalledTimes(1);
});

import { expect, it } from "vitest";
import { openStore } from "../store.ts";
import { createAdmission, eventsMaxFor } from "./admission.ts";
import { type FunctionRecord, keyOf } from "./store.ts";

const gigabyte = 1024 ** 3;

it.each([
  [8, 100, 64],
  [16, 100, 90],
  [24, 10, 9],
  [0.5, 100, 4],
  [0.1, 1, 1],
])("with %s GB and a concurrency of %s, %s events run at once", (gigabytes, concurrencyMax, events) => {
  expect(eventsMaxFor({ memoryBytes: gigabytes * gigabyte, concurrencyMax })).toBe(events);
});

function admissionOf(concurrencyMax: number, eventsMax: number, reservedConcurrency?: number) {
  const functions = openStore(":memory:").collection<FunctionRecord>("functions");
  const record = {
    name: "f",
    region: "us-east-1",
    arn: "arn:f",
    latest: { Version: "$LATEST", RevisionId: "1", CodeSha256: "" },
    versions: [],
    versionsPublished: 0,
    aliases: {},
    policies: {},
    eventInvokeConfigs: {},
    tags: {},
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
  };
  functions.put(keyOf(record.region, record.name), record);
  return { admission: createAdmission({ store: { functions }, concurrencyMax, eventsMax }), record };
}

it("keeps events from using the concurrency of awaited calls", () => {
  const { admission, record } = admissionOf(3, 2);
  const places = [admission.enterQueued(record), admission.enterQueued(record)];
  expect(places.map((place) => typeof place)).toEqual(["function", "function"]);
  expect(admission.enterQueued(record)).toBe("TooManyEventsRunning");
  const leave = admission.admit(record);
  expect(admission.running(record.arn)).toBe(3);
  expect(() => admission.admit(record)).toThrow("Rate Exceeded.");
  leave();
  leave();
  expect(admission.running()).toBe(2);
});

it("lets events use all of a function's reserved concurrency, as Lambda does", () => {
  const { admission, record } = admissionOf(100, 90, 1);
  expect(typeof admission.enterQueued(record)).toBe("function");
  expect(() => admission.admit(record)).toThrow("Rate Exceeded.");
  expect(admission.enterQueued(record)).toBe("ReservedFunctionConcurrentInvocationLimitExceeded");
});

it("notifies when concurrency is free", () => {
  const { admission, record } = admissionOf(1, 1);
  const seen: number[] = [];
  admission.onRoom(() => seen.push(admission.running()));
  admission.admit(record)();
  expect(seen).toEqual([0]);
});

import { expect, test } from "vitest";
import { fromLog } from "./callback-run.ts";
import { groupByInvocation, invocationsIn, lastErrorIn } from "./function-log.ts";

const report = (id: string, ms: number) =>
  `REPORT RequestId: ${id}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\tMemory Size: 128 MB`;

test("an invocation counts if its START is in the lines, and is running without a REPORT", () => {
  const lines = [
    report("began-earlier", 12),
    "START RequestId: work Version: $LATEST",
    report("work", 2_001.5),
  ];
  expect(invocationsIn([...lines, "START RequestId: poll Version: $LATEST"])).toEqual([
    { requestId: "work", ms: 2_001.5 },
    { requestId: "poll", ms: undefined },
  ]);
});

test("lines in Lambda's JSON log format", () => {
  expect(
    invocationsIn([
      '{"time":"2026-01-01T00:00:00.000Z","type":"platform.start","record":{"requestId":"a-1","version":"$LATEST"}}',
      '{"time":"2026-01-01T00:00:01.000Z","type":"platform.report","record":{"requestId":"a-1","metrics":{"durationMs":812.4,"billedDurationMs":813},"status":"success"}}',
    ]),
  ).toEqual([{ requestId: "a-1", ms: 812.4 }]);
});

test("an error itself counts before the report of its invocation, which has only its kind", () => {
  const error =
    '2026-01-01T00:00:00.000Z\ta-1\tERROR\tUncaught Exception\t{"errorType":"Error","errorMessage":"gone"}';
  const end = `${report("a-1", 12)}\tStatus: error\tError Type: Runtime.ExitError`;
  expect(lastErrorIn([error, end])).toBe("Error: gone");
  expect(lastErrorIn([end])).toContain("Runtime.ExitError");
});

test("the error of an earlier run's event, delivered again meanwhile, is not this run's", () => {
  const line = (stream: string, message: string) => ({ stream, message });
  const logged = [
    line("1", "START RequestId: old Version: $LATEST"),
    line("1", 'requestId "yesterday": already COMPLETED, so this second delivery does no work again'),
    line("2", "INIT_START Runtime Version: nodejs:22"),
    line("2", "START RequestId: new Version: $LATEST"),
    line("2", 'requestId "today": PROCESSING'),
    line(
      "1",
      'ERROR\tInvoke Error\t{"errorType":"NotReportedError","errorMessage":"Conductor answered 404"}',
    ),
    line("2", 'requestId "today": not reported: the task is TIMED_OUT already'),
    line("2", "START RequestId: next Version: $LATEST"),
  ];
  const invocations = groupByInvocation(logged);
  expect(invocations.map(({ length }) => length)).toEqual([3, 4, 1]);
  const run = { requestId: "today", task: undefined };
  expect(fromLog(invocations, run)).toEqual({ foundTask: "TIMED_OUT" });
  expect(fromLog(invocations, { ...run, requestId: "yesterday" }).log).toContain("answered 404");
  // A function that logs no requestId: its errors may be this run's.
  expect(fromLog([["START RequestId: a", "Error: gone"]], run)).toEqual({ log: "Error: gone" });
});

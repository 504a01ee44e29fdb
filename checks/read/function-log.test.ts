import { expect, test } from "vitest";
import { invocationsIn, lastErrorIn } from "./function-log.ts";

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

import { expect, test } from "vitest";
import { reach } from "./diagnostics/reach.ts";
import { exitCodeOf, type Finding } from "./finding.ts";

const finding = (status: Finding["status"], whose?: Finding["whose"]): Finding => ({
  title: "x",
  status,
  seen: "y",
  ...(whose === undefined ? {} : { whose }),
});

test("0 ready, 1 you can fix it, 2 someone else must", () => {
  expect(exitCodeOf([])).toBe(0);
  expect(exitCodeOf([finding("ok"), finding("note")])).toBe(0);
  expect(exitCodeOf([finding("lacking")])).toBe(1);
  expect(exitCodeOf([finding("lacking", "someone else")])).toBe(2);
  expect(exitCodeOf([finding("lacking", "someone else"), finding("lacking", "you")])).toBe(1);
});

test("a server elsewhere cannot call an API on this machine", () => {
  expect(reach("https://developer.orkescloud.com/api", undefined)?.status).toBe("lacking");
  expect(reach("http://conductor.lan:8080/api", "http://localhost:4566")?.status).toBe("lacking");
  expect(reach("http://127.0.0.1:8080/api", undefined)).toBeUndefined();
  expect(reach("http://conductor.lan:8080/api", "https://aws.lan:4566")).toBeUndefined();
  expect(reach(undefined, undefined)).toBeUndefined();
});

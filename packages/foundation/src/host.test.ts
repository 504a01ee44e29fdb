import { expect, test } from "vitest";
import { isLoopback } from "./host.ts";

test("this machine has many names", () => {
  for (const name of [
    "localhost",
    "abc.localhost",
    "127.0.0.1",
    "127.1.2.3",
    "::1",
    "[::1]",
    "::ffff:127.0.0.1",
  ])
    expect(isLoopback(name), name).toBe(true);
  for (const name of ["127.0.0.1.example.com", "localhost.example.com", "10.0.0.1", "::2", ""])
    expect(isLoopback(name), name).toBe(false);
});

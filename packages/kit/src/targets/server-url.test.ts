import { expect, test } from "vitest";
import { holdsPassword, requireNoPassword } from "./server-url.ts";

test("a password in a server's URL is refused, and not repeated", () => {
  const refuse = () => requireNoPassword("http://ann:hidden@127.0.0.1:8080/api");
  expect(refuse).toThrow(/^(?!.*hidden).*a password/s);
  expect(holdsPassword("https://token@conductor.example.com/api")).toBe(true);
  for (const url of [undefined, "not a url", "http://127.0.0.1:8080/api?mail=a@b"])
    expect(holdsPassword(url)).toBe(false);
});

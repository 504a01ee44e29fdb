import { expect, it } from "vitest";
import { fillSecrets } from "./secrets.ts";

const secrets = (name: string) => (name === "KEY" ? "s3cr3t" : undefined);

it("fills in secrets at any depth, an unknown one empty", () => {
  const input = {
    headers: { Authorization: "Bearer ${workflow.secrets.KEY}" },
    list: ["a${workflow.secrets.NONE}b", 1, 12345678901234567890n],
  };
  expect(fillSecrets(input, secrets)).toEqual({
    headers: { Authorization: "Bearer s3cr3t" },
    list: ["ab", 1, 12345678901234567890n],
  });
  expect(input.headers.Authorization).toBe("Bearer ${workflow.secrets.KEY}");
});

it("returns a value without secrets unchanged", () => {
  const input = { a: [{ b: "${workflow.input.x}" }] };
  expect(fillSecrets(input, secrets)).toBe(input);
});

it("does not expand expressions inside a secret's value", () => {
  expect(fillSecrets("${workflow.secrets.KEY}", () => "${workflow.secrets.KEY}")).toBe(
    "${workflow.secrets.KEY}",
  );
});

import { afterAll, expect } from "vitest";

/** The AWS SDK sets it when it is first imported. */
const ofModules = new Set(["awslambda"]);

/** What the next file of tests in the same process inherits. */
function inherited() {
  const globals = Object.keys(globalThis).filter((name) => !ofModules.has(name));
  return { folder: process.cwd(), variables: { ...process.env }, globals: globals.sort() };
}

const { env } = process;
const before = inherited();
afterAll(() => {
  expect(inherited(), "what this file leaves behind in its process").toEqual(before);
  expect(process.env, "another object is not the real environment").toBe(env);
});

import { afterAll, expect } from "vitest";

/** The AWS SDK and Zod set them when they are first imported. */
const ofModules = new Set(["awslambda", "__zod_globalConfig", "__zod_globalRegistry"]);

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

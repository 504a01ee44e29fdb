import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

/** The settings that both projects share. */
const common: TestProjectInlineConfiguration["test"] & { setupFiles: string[] } = {
  environment: "node",
  pool: "forks",
  // The AWS SDK announces on Node 20 that its releases of 2027 will need Node 22; the versions here are pinned.
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  testTimeout: 60_000,
  hookTimeout: 60_000,
  setupFiles: ["packages/local-aws/test/record-exchanges.ts"],
};

/**
 * Each has a process to itself: the longest, those that start servers of others, and one whose process takes the part
 * of a browser.
 */
const alone = [
  "test/{faults,one-model,second-aws,variations}.test.ts",
  "test/conformance/{dynamodb-local,oss,peers}/**/*.test.ts",
];

export default defineConfig({
  test: {
    // Many tests wait for functions and polls: four files at a time fill two cores.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 20_000,
    // Once for both projects. Whatever AWS's services are asked and answer in any test is judged by AWS's own service
    // models in the end. One Conductor OSS server is started for all files that need it, when the first of them asks.
    globalSetup: [
      "test/support/models/judge.ts",
      "test/conformance/oss/broker.ts",
      "test/support/commands/setup.ts",
    ],
    projects: [
      {
        // Tests that leave nothing behind in their process: one process for many files spares its start, and the imports.
        test: {
          ...common,
          name: "shared",
          isolate: false,
          setupFiles: [...common.setupFiles, "test/support/leave-nothing.ts"],
          include: [
            "{exercises,checks,dashboard,doctor,guide,instructor,practice,release,scale,local,steps,templates,testing,worker}/**/*.test.ts",
            "packages/*/{src,test}/**/*.test.ts",
            "test/**/*.test.ts",
          ],
          exclude: [...configDefaults.exclude, ...alone],
        },
      },
      { test: { ...common, name: "alone", include: alone } },
    ],
  },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    // Many tests start commands and functions, which are processes of their own: two files at a time fill two cores.
    maxWorkers: 2,
    // The AWS SDK announces on Node 20 that its releases of 2027 will need Node 22; the versions here are pinned.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // Whatever AWS's services are asked and answer in any test is judged by AWS's own service models in the end.
    // One Conductor OSS server is started for all files that need it, when the first of them asks.
    globalSetup: ["test/support/models/judge.ts", "test/conformance/oss/broker.ts"],
    setupFiles: ["test/support/models/record.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
  },
});

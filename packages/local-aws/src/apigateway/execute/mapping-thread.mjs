import { existsSync } from "node:fs";
import { parentPort } from "node:worker_threads";

// In a clone our packages are TypeScript: Node 20 does not load it, and a thread does not inherit its parent's loaders.
if (existsSync(new URL("./mapping-threads.ts", import.meta.url))) (await import("tsx/esm/api")).register();
const rules = await import("@long-running-api/api-gateway");

parentPort?.on("message", ({ rule, args }) => parentPort?.postMessage(rules[rule](...args)));

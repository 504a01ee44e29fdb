import { parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

// Node 20 does not load TypeScript, and a thread does not inherit its parent's loaders.
register();
const rules = await import("@long-running-api/api-gateway");

parentPort?.on("message", ({ rule, args }) => parentPort?.postMessage(rules[rule](...args)));

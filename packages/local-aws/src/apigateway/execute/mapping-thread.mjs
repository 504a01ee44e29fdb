import { parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

// Node 20 does not read TypeScript by itself, and a thread has none of the loaders of its parent.
register();
const rules = await import("@long-running-api/api-gateway");

parentPort?.on("message", ({ rule, args }) => parentPort?.postMessage(rules[rule](...args)));

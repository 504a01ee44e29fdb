import { parentPort } from "node:worker_threads";

const rulesName = "@long-running-api/api-gateway";
// In a clone it is TypeScript: Node 20 does not load it, and a thread does not inherit its parent's loaders.
if (import.meta.resolve(rulesName).endsWith(".ts")) (await import("tsx/esm/api")).register();
const rules = await import(rulesName);

parentPort?.on("message", ({ rule, args }) => parentPort?.postMessage(rules[rule](...args)));

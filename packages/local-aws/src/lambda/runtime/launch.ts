import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Python } from "./python/find.ts";
import type { FunctionSpec } from "./spec.ts";

/** How to start a process for a function, except its environment variables. */
export interface Launch {
  command: string;
  args: string[];
  /** For INIT_START: the actual runtime here. */
  runner: string;
}

const bootstrap = {
  node: fileURLToPath(new URL("./node/bootstrap.mjs", import.meta.url)),
  python: fileURLToPath(new URL("./python/bootstrap.py", import.meta.url)),
};

/** Node functions run in our own Node, whatever version the function requests. */
export function launchNode(
  spec: FunctionSpec,
  { marker, watched, cacheDir }: { marker: string; watched: boolean; cacheDir: string },
): Launch {
  const heapMb = Math.max(32, Math.floor(spec.memoryMb * 0.9)); // AWS reserves about a tenth for non-heap memory
  const options = JSON.stringify({ marker, watched, cacheDir, fence: hasModulesAbove(spec.codeDir) });
  return {
    command: process.execPath,
    args: [`--max-old-space-size=${heapMb}`, ...switchedOff(spec), bootstrap.node, options],
    runner: `node ${process.version}`,
  };
}

/**
 * Disables a feature that Node has but Lambda's Node 20 and 22 lack: a .js file is CommonJS there unless its package.json says
 * otherwise. https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-experimental-features
 */
function switchedOff({ runtime, environment }: FunctionSpec): string[] {
  if (Number(/\d+/.exec(runtime)) > 22) return [];
  return ["require-module", "detect-module"]
    .filter((feature) => !environment["NODE_OPTIONS"]?.includes(`--experimental-${feature}`))
    .map((feature) => `--no-experimental-${feature}`)
    .filter((flag) => process.allowedNodeEnvironmentFlags.has(flag));
}

/** Python functions run in the Python found on this machine. */
export function launchPython(python: Python, marker: string): Launch {
  return {
    command: python.executable,
    args: [bootstrap.python, JSON.stringify({ marker })],
    runner: `python ${python.version}, boto3 ${python.boto3}`,
  };
}

/** Whether Node could find modules in parent folders of a function's code that AWS would not have. */
function hasModulesAbove(codeDir: string): boolean {
  let folder = path.dirname(path.dirname(codeDir)); // the folder beside the code holds the links to the SDK
  for (;;) {
    if (existsSync(path.join(folder, "node_modules"))) return true;
    const parent = path.dirname(folder);
    if (parent === folder) return false;
    folder = parent;
  }
}

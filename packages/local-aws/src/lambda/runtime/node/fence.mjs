// A function finds its own modules and the AWS SDK, as on AWS, but no module that happens to be installed in a parent
// folder: its code is in the data folder, by default inside this project.
import Module from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const provided = /^@(aws-sdk|smithy)\//;

/** Keeps CommonJS from searching the global folders: some systems' Node has packages there. */
export function forgetGlobalFolders() {
  const original = Module._resolveLookupPaths;
  const known = new Set(Module.globalPaths);
  Module._resolveLookupPaths = (...call) => original(...call)?.filter((folder) => !known.has(folder)) ?? null;
}

/** Limits modules under `root` (the function's code) to those available on AWS. */
export function fenceModules(root) {
  const parent = path.dirname(root); // contains the links to the SDK, next to the code
  const inside = (folder) => folder === root || folder.startsWith(root + path.sep);
  const original = Module._nodeModulePaths;
  Module._nodeModulePaths = (from) => {
    const folders = original(from);
    return inside(from) ? folders.filter((folder) => folder.startsWith(parent)) : folders;
  };
  const rule = { root: `${pathToFileURL(root).href}/` };
  if (Module.registerHooks)
    Module.registerHooks({ resolve: (...call) => check(rule, call, call[2](call[0], call[1])) });
  else Module.register(import.meta.url, { data: rule }); // Node 20: the same, from a separate thread
}

let registered;

/** Called by Node 20's `register`. */
export function initialize(rule) {
  registered = rule;
}

/** Called by Node 20's `register`. */
export async function resolve(specifier, context, next) {
  return registered
    ? check(registered, [specifier, context], await next(specifier, context))
    : next(specifier, context);
}

function check({ root }, [specifier, context], resolved) {
  const bare = !/^([./]|[a-z]+:)/.test(specifier);
  if (!bare || provided.test(specifier) || !context.parentURL?.startsWith(root)) return resolved;
  if (resolved.url.startsWith(root) || !resolved.url.startsWith("file:")) return resolved;
  const error = new Error(
    `Cannot find package '${specifier}' imported from ${fileURLToPath(context.parentURL)}`,
  );
  throw Object.assign(error, { code: "ERR_MODULE_NOT_FOUND" });
}

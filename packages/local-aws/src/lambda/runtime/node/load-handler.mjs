// Finds the handler named by "file.function", with the search order of AWS's Node.js runtime.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** An error of the runtime itself, e.g. Runtime.HandlerNotFound. */
export class HandlerError extends Error {
  constructor(kind, message) {
    super(message);
    this.name = `Runtime.${kind}`;
  }
}

/** Whether handlers may respond through a callback or the context: not since nodejs24.x. */
export const callbacks = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1]) < 24;

const callbacksRemoved =
  "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.";

export async function loadHandler(root, handler, require) {
  if (handler.includes("..")) {
    throw new HandlerError(
      "MalformedHandlerName",
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const folder = path.posix.dirname(handler);
  const [, file, property] = /^([^.]*)\.(.*)$/.exec(path.posix.basename(handler)) ?? [];
  if (file === undefined) throw new HandlerError("MalformedHandlerName", "Bad handler");
  const module = await load(root, folder, file, require);
  const found = property.split(".").reduce((value, key) => value?.[key], module);
  if (!found) throw new HandlerError("HandlerNotFound", `${handler} is undefined or not exported`);
  if (typeof found !== "function") throw new HandlerError("HandlerNotFound", `${handler} is not a function`);
  if (!callbacks && found.length >= 3) throw new HandlerError("CallbackHandlerDeprecated", callbacksRemoved);
  return found;
}

async function load(root, folder, file, require) {
  try {
    const base = path.resolve(root, folder, file);
    if (isFile(base)) return require(base);
    const isModule = isFile(`${base}.js`) && insideModulePackage(path.dirname(base));
    if (isFile(`${base}.js`)) return isModule ? await load_(`${base}.js`) : require(`${base}.js`);
    if (isFile(`${base}.mjs`)) return await load_(`${base}.mjs`);
    if (isFile(`${base}.cjs`)) return require(`${base}.cjs`);
    return require(require.resolve(file, { paths: [root, path.resolve(root, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw new HandlerError("UserCodeSyntaxError", String(error));
    if (error?.code === "MODULE_NOT_FOUND") throw new HandlerError("ImportModuleError", String(error));
    throw error;
  }
}

const load_ = (file) => import(pathToFileURL(file).href);

function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Whether the nearest package.json says `"type": "module"`. */
function insideModulePackage(folder) {
  const file = path.join(folder, "package.json");
  if (isFile(file)) {
    try {
      return JSON.parse(fs.readFileSync(file, "utf8"))?.type === "module";
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = path.dirname(folder);
  return parent === folder || path.basename(folder) === "node_modules" ? false : insideModulePackage(parent);
}

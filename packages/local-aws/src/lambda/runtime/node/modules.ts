import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/**
 * Prepares `folder` for functions' code: next to it a `node_modules` with only the AWS SDK, as far as it is installed
 * here, and a package.json that keeps Node from reading this project's own (which says that .js files are ES modules).
 */
export function prepareModules({ folder, nodeModulesDir }: { folder: string; nodeModulesDir: string }): void {
  const modules = path.join(folder, "node_modules");
  mkdirSync(modules, { recursive: true });
  write(path.join(folder, "package.json"), "{}\n");
  link(path.join(nodeModulesDir, "@smithy"), path.join(modules, "@smithy"));
  const installed = path.join(nodeModulesDir, "@aws-sdk");
  const scope = path.join(modules, "@aws-sdk");
  makeFolder(scope);
  for (const name of readdirSync(installed))
    if (mostImported.has(name)) wrap(path.join(installed, name), path.join(scope, name));
    else link(path.join(installed, name), path.join(scope, name));
}

/** The packages that functions with DynamoDB import. */
const mostImported = new Set(["client-dynamodb", "lib-dynamodb"]);

/**
 * Makes a package that stands for an installed one, which is CommonJS, and lists its names for `import`. Without the
 * list, each process would analyze the code for them, which is a quarter of the work of a start.
 */
function wrap(installed: string, folder: string): void {
  makeFolder(folder);
  link(installed, path.join(folder, "package"));
  const { name, version, entry, names } = describe(installed);
  const exports = { ".": { import: "./index.mjs", default: entry }, "./*": "./package/*" };
  write(path.join(folder, "package.json"), `${JSON.stringify({ name, version, exports })}\n`);
  write(
    path.join(folder, "index.mjs"),
    `import { createRequire } from "node:module";
const sdk = createRequire(${ownAddress})("${entry}");
export default sdk;
export const { ${names.join(", ")} } = sdk;
`,
  );
}

/** `import.meta.url`; written in two parts, because our bundler would replace it. */
const ownAddress = `import.${"meta.url"}`;

interface Description {
  name: string;
  version: string;
  /** Its main file, from the package that stands for it. */
  entry: string;
  names: readonly string[];
}

const described = new Map<string, Description>();

function describe(installed: string): Description {
  const known = described.get(installed);
  if (known) return known;
  const { name, version, main } = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8"));
  const code = readFileSync(path.join(installed, main), "utf8");
  // The AWS SDK is compiled to one line for each name.
  const names = [
    ...new Set([...code.matchAll(/^exports\.([\w$]+) = /gm)].flatMap(([, found]) => found ?? [])),
  ];
  const description = { name, version, entry: `./${path.posix.join("package", main)}`, names };
  described.set(installed, description);
  return description;
}

/** An earlier version had links in the same places. */
function makeFolder(folder: string): void {
  if (linkOf(folder) !== undefined) rmSync(folder, { force: true, recursive: true });
  mkdirSync(folder, { recursive: true });
}

/** At once: a function may be starting, in another cloud on the same data folder. */
function write(file: string, text: string): void {
  if (read(file) === text) return;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function link(target: string, name: string): void {
  if (linkOf(name) === target) return;
  rmSync(name, { force: true, recursive: true });
  try {
    symlinkSync(target, name, process.platform === "win32" ? "junction" : "dir");
  } catch (error) {
    // Another cloud on the same data folder created it in the meantime.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function linkOf(name: string): string | undefined {
  try {
    return readlinkSync(name);
  } catch {
    return undefined;
  }
}

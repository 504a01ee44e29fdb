import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { everyStepId } from "@long-running-api/kit/step-ids";
import { projectFolder } from "@long-running-api/test-support/project";
import { build, type Plugin } from "esbuild";
import { installed } from "../../../release/bundle.ts";
import { commands } from "../../../release/commands.ts";
import { cloneVariable, faultWorker } from "./built.ts";

// Builds every command of the clone into the folder that it is given, for built.ts; and what runs the faults.

const [folder = ""] = process.argv.slice(2);
const own = `${folder}-${process.pid}`;

const folders = [
  ...Object.values(commands).map((command) => command.folder),
  ...["steps", "checks"].flatMap((name) => everyStepId.map((step) => `${name}/${step}`)),
];

const startsCommands = path.join(projectFolder, "packages", "kit", "src", "project-folder.ts");

/**
 * Each module has the address of its source, by which a command finds its files and knows that it is in a clone:
 * this one, or the copy that `start.mjs` is given.
 */
const sameAddress: Plugin = {
  name: "same-address",
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      const text = file === startsCommands ? startingBuilt(source) : source;
      if (!text.includes("import.meta")) return undefined;
      const place = JSON.stringify(encodeURI(path.relative(projectFolder, file).replaceAll(path.sep, "/")));
      return {
        contents: `const sourceMeta = { url: new URL(${place}, globalThis.cloneAddress).href };${text}`,
        loader: file.endsWith("ts") ? "ts" : "js",
      };
    });
  },
};

/** What a command starts is the built one too: above all the cloud in the background. */
function startingBuilt(text: string): string {
  const typed = "export function nodeArguments(";
  if (!text.includes(typed)) throw new Error(`${startsCommands} has no ${typed}…`);
  return `${text.replace(typed, "function typedArguments(")}
    export function nodeArguments(command: string): string[] {
      if (!${JSON.stringify(folders)}.includes(command)) return typedArguments(command);
      return [${JSON.stringify(path.join(folder, "start.mjs"))}, command];
    }`;
}

await build({
  absWorkingDir: projectFolder,
  entryPoints: [
    ...folders.map((name) => ({ in: path.join(projectFolder, name, "index.ts"), out: name })),
    { in: path.join(projectFolder, `${faultWorker}.ts`), out: faultWorker },
  ],
  outdir: own,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true, // what is imported on demand stays so
  format: "esm",
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  external: installed.flatMap((name) => [name, `${name}/*`]),
  // CommonJS packages call it.
  banner: {
    js: 'import { createRequire as createRequire_ } from "node:module"; const require = createRequire_(import.meta.url);',
  },
  define: { "import.meta": "sourceMeta" },
  plugins: [sameAddress],
});
await writeFile(
  path.join(own, "start.mjs"),
  `import path from "node:path";
import { pathToFileURL } from "node:url";
const [node, , command, ...words] = process.argv;
const clone = process.env.${cloneVariable} ?? ${JSON.stringify(projectFolder)};
globalThis.cloneAddress = pathToFileURL(path.join(clone, path.sep));
// As if Node had been started with its file.
process.argv = [node, path.join(clone, command, "index.ts"), ...words];
await import(\`./\${command}.mjs\`);
`,
);
await rename(own, folder).catch(() => rm(own, { recursive: true })); // another test file was sooner

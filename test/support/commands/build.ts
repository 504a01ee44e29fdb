import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { everyStepId } from "@long-running-api/kit/step-ids";
import { projectFolder } from "@long-running-api/test-support/project";
import { build, type Plugin } from "esbuild";
import { installed } from "../../../release/bundle.ts";
import { commands } from "../../../release/commands.ts";

// Builds every command of the clone into the folder that it is given, for built.ts.

const [folder = ""] = process.argv.slice(2);
const own = `${folder}-${process.pid}`;

/** Each module keeps the address of its source, by which a command finds its files and knows that it is in a clone. */
const sameAddress: Plugin = {
  name: "same-address",
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      if (!text.includes("import.meta")) return undefined;
      const address = JSON.stringify(pathToFileURL(file).href);
      return {
        contents: `const sourceMeta = { url: ${address} };${text}`,
        loader: file.endsWith("ts") ? "ts" : "js",
      };
    });
  },
};

const folders = [
  ...Object.values(commands).map((command) => command.folder),
  ...["steps", "checks"].flatMap((name) => everyStepId.map((step) => `${name}/${step}`)),
];

await build({
  absWorkingDir: projectFolder,
  entryPoints: folders.map((name) => ({ in: path.join(projectFolder, name, "index.ts"), out: name })),
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
const [node, , command, ...words] = process.argv;
process.argv = [node, path.resolve(command), ...words]; // as if Node had been started with it
await import(\`./\${command}.mjs\`);
`,
);
await rename(own, folder).catch(() => rm(own, { recursive: true })); // another test file was sooner

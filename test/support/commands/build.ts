import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { everyStepId } from "@long-running-api/kit/step-ids";
import { projectFolder } from "@long-running-api/test-support/project";
import { build, type Plugin } from "esbuild";
import { commands } from "../../../release/commands.ts";

// Builds every command of the clone into the folder that it is given, for built.ts.

const [folder = ""] = process.argv.slice(2);
const own = `${folder}-${process.pid}`;

/** Each module keeps the address of its source, by which a command finds its files and knows that it is in a clone. */
const sameAddress: Plugin = {
  name: "same-address",
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const address = JSON.stringify(pathToFileURL(file).href);
      return {
        contents: `const sourceMeta = { url: ${address} };${await readFile(file, "utf8")}`,
        loader: "ts",
      };
    });
    onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === "entry-point" || name.startsWith("@long-running-api/") ? undefined : { external: true },
    );
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

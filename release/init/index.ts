import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import { Problem } from "@long-running-api/foundation/problem";
import { readCommandLine } from "@long-running-api/kit/cli";
import { main } from "@long-running-api/kit/main";
import { packageName } from "@long-running-api/kit/project-folder";
import { targetOptions } from "@long-running-api/kit/targets/options";

const readme = `# My lab: orchestrating long-running APIs

Everything runs on this machine: no account, no Docker.

| command | does |
|---|---|
| npx ${packageName} | walks through the tutorial |
| npx ${packageName} exercises | makes my-exercises/ with files of your own, and checks them on each save |
| npx ${packageName} steps 01-table | applies one step |
| npx ${packageName} check 01-table | verifies it, however you built it |
| npx ${packageName} practice | breaks something for you to find |
| npx ${packageName} local | starts the embedded cloud in this terminal |

The embedded cloud keeps its data in .local/ in this folder.
`;

await main(import.meta, async (argv) => {
  const line = readCommandLine(
    {
      usage: `npx ${packageName} init FOLDER`,
      about:
        "Makes a folder for your work. The commands keep their data and your files where you start them.",
      options: { help: targetOptions.help },
      words: { label: "folder", max: 1 },
    },
    argv,
  );
  if (!line) return 0;
  const name = line.words[0] ?? "my-lab";
  const folder = path.resolve(name);
  try {
    fill(folder, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new Problem(
      `The folder ${name} cannot be created.`,
      { seen: error.message },
      "Choose another name, or start it where you may write.",
    );
  }
  // Another name needs quotation marks, which differ between shells.
  const next = /^[\w./\\:~-]+$/.test(name) ? `Next: cd ${name} && npx` : "Next, in that folder: npx";
  console.log(`${name}/ is ready. ${next} ${packageName}`);
  return 0;
});

function fill(folder: string, name: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Problem(`The folder ${name} exists, and is not empty.`, {}, "Choose another name.");
  makeFolder(folder);
  writeFileSync(path.join(folder, "README.md"), readme);
  writeFileSync(path.join(folder, ".gitignore"), ".local/\nnode_modules/\n");
}

#!/usr/bin/env node
import { readFileSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startableCommand } from "./commands.ts";
import { help } from "./help.ts";
import { spellAsInstalled } from "./spelling.ts";

// The one command of the published package: `long-running-api-companion check 03-api` is `npx tsx checks/03-api`.

const root = fileURLToPath(new URL("..", import.meta.url));

module.enableCompileCache?.(); // since Node 22
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
spellAsInstalled([process.stdout, process.stderr]);

const argv = process.argv.slice(2);
const [first = ""] = argv;
const [word = "start", ...rest] = /^(-.*)?$/.test(first) ? ["start", ...argv] : argv; // options alone are the tutorial's
if (first === "--version") console.log(version());
else if (first === "--help") console.log(help().join("\n"));
else {
  const { file, words } = startableCommand(word, rest);
  const started = path.join(root, file);
  process.argv = [process.execPath, started, ...words]; // as if Node had been started with it
  await import(pathToFileURL(started).href);
}

function version(): string {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  return manifest.version;
}

import { expect, test } from "vitest";
import { editorCommand } from "./editor.ts";

const file = "/home/ann/my-exercises/table.json";

test.each([
  [{}, undefined],
  [
    { TERM_PROGRAM: "vscode", EDITOR: "vi" },
    { program: "code", args: ["-r", "-g", `${file}:3`], inTerminal: false },
  ],
  [{ EDITOR: "vi" }, { program: "vi", args: ["+3", file], inTerminal: true }],
  [
    { VISUAL: "code --wait", EDITOR: "vi" },
    { program: "code", args: ["--wait", "-g", `${file}:3`], inTerminal: false },
  ],
  [{ EDITOR: "/usr/bin/ed" }, { program: "/usr/bin/ed", args: [file], inTerminal: true }],
  [{ EDITOR: "notepad.exe" }, { program: "notepad.exe", args: [file], inTerminal: false }],
])("%j", (env, command) => {
  expect(editorCommand(file, 3, env)).toEqual(command);
});

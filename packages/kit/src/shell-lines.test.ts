import { expect, test } from "vitest";
import { applied, shellLines, shellOf, shells, usage, withVariable } from "./shell-lines.ts";

test.each([
  ["sh", ["export A='x'", "unset B"], `eval "$(npx tsx local env)"`],
  ["fish", ["set -gx A 'x'", "set -e B"], "npx tsx local env | source"],
  [
    "powershell",
    ["$env:A = 'x'", "Remove-Item Env:B -ErrorAction Ignore"],
    "npx tsx local env | Invoke-Expression",
  ],
  ["cmd", ['set "A=x"', 'set "B="'], `for /f "delims=" %i in ('npx tsx local env') do @%i`],
] as const)("%s", (shell, lines, use) => {
  expect(shellLines(shell, { A: "x", B: undefined })).toEqual(lines);
  expect(applied(shell, "npx tsx local env")).toBe(use);
  expect(usage(shell, "npx tsx local env")).toMatch(shell === "cmd" ? /^REM / : /^# /);
});

test.each([
  ["sh", "A=x npx tsx checks"],
  ["fish", "A=x npx tsx checks"],
  ["powershell", "$env:A = 'x'; npx tsx checks"],
  ["cmd", 'set "A=x" && npx tsx checks'],
] as const)("a command with a variable in %s", (shell, line) => {
  expect(withVariable("A", "x", "npx tsx checks", shell)).toBe(line);
});

test.each([
  ["linux", "/bin/zsh", "sh"],
  ["darwin", "/opt/homebrew/bin/fish", "fish"],
  ["win32", undefined, "powershell"],
  ["win32", "/usr/bin/bash", "sh"],
] as const)("on %s with SHELL=%s the shell is %s", (platform, SHELL, shell) => {
  expect(shells).toContain(shell);
  expect(shellOf({ platform, env: SHELL === undefined ? {} : { SHELL } })).toBe(shell);
});

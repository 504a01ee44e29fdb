import { spawn } from "node:child_process";

/** How to open a file in a learner's editor, and whether that editor takes the terminal over. */
export interface EditorCommand {
  program: string;
  args: readonly string[];
  inTerminal: boolean;
}

const windowed =
  /^(code|code-insiders|codium|cursor|windsurf|zed|subl|idea|webstorm|pycharm|gedit|kate|notepad|mate)$/;

/** The command for a file, from VISUAL, EDITOR, or the editor whose terminal this is; nothing where none is known. */
export function editorCommand(
  file: string,
  line: number,
  env: Readonly<Record<string, string | undefined>>,
): EditorCommand | undefined {
  if (env["TERM_PROGRAM"] === "vscode")
    return { program: "code", args: ["-r", "-g", `${file}:${line}`], inTerminal: false };
  const [program, ...args] = (env["VISUAL"] || env["EDITOR"] || "").split(" ").filter((word) => word !== "");
  if (program === undefined) return undefined;
  const name = program.replace(/^.*[\\/]/, "").replace(/\.(exe|cmd)$/i, "");
  if (/^(code|code-insiders|codium|cursor|windsurf)$/.test(name))
    return { program, args: [...args, "-g", `${file}:${line}`], inTerminal: false };
  const atLine = /^(vi|vim|nvim|nano|emacs|micro|kak|hx|helix)$/.test(name) && line > 1;
  return {
    program,
    args: [...args, ...(atLine ? [`+${line}`] : []), file],
    inTerminal: !windowed.test(name),
  };
}

/** Opens a file in the learner's editor; returns a message for them. */
export async function openInEditor(file: string, shown: string): Promise<string> {
  const command = editorCommand(file, 1, process.env);
  if (!command) return `Set EDITOR to your editor's command, or open ${shown} yourself.`;
  const { stdin } = process;
  if (command.inTerminal) stdin.setRawMode(false).pause();
  const problem = await runEditor(command);
  if (command.inTerminal) stdin.setRawMode(true).resume();
  return problem ?? (command.inTerminal ? "" : `${shown} is open in ${command.program}.`);
}

/** Starts an editor; resolves once one in the terminal has ended, or a windowed one has been started. */
async function runEditor({ program, args, inTerminal }: EditorCommand): Promise<string | undefined> {
  return await new Promise((resolve) => {
    // The programs that open VS Code and its kin are .cmd files on Windows, which only a shell can start.
    const shell = process.platform === "win32" && !inTerminal;
    const child = spawn(program, [...args], { stdio: inTerminal ? "inherit" : "ignore", shell });
    child.on("error", (error) => resolve(`${program} could not be started: ${error.message}`));
    if (inTerminal) child.on("close", () => resolve(undefined));
    else {
      child.on("spawn", () => resolve(undefined));
      child.unref();
    }
  });
}

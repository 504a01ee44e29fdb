/** The shells that `local env` writes for. */
export const shells = ["sh", "fish", "powershell", "cmd"] as const;
export type ShellName = (typeof shells)[number];

/** Variables to set, and those to remove: a value of undefined. */
export type Variables = Readonly<Record<string, string | undefined>>;

interface ShellWords {
  set(name: string, value: string): string;
  unset(name: string): string;
  /** How to run what a command prints. */
  use(command: string): string;
  /** One command with a variable set. */
  with(name: string, value: string, command: string): string;
  comment: string;
}

const words: Readonly<Record<ShellName, ShellWords>> = {
  sh: {
    set: (name, value) => `export ${name}='${value}'`,
    unset: (name) => `unset ${name}`,
    use: (command) => `eval "$(${command})"`,
    with: (name, value, command) => `${name}=${value} ${command}`,
    comment: "#",
  },
  fish: {
    set: (name, value) => `set -gx ${name} '${value}'`,
    unset: (name) => `set -e ${name}`,
    use: (command) => `${command} | source`,
    with: (name, value, command) => `${name}=${value} ${command}`,
    comment: "#",
  },
  powershell: {
    set: (name, value) => `$env:${name} = '${value}'`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction Ignore`,
    use: (command) => `${command} | Invoke-Expression`,
    with: (name, value, command) => `$env:${name} = '${value}'; ${command}`,
    comment: "#",
  },
  cmd: {
    set: (name, value) => `set "${name}=${value}"`,
    unset: (name) => `set "${name}="`,
    use: (command) => `for /f "delims=" %i in ('${command}') do @%i`,
    with: (name, value, command) => `set "${name}=${value}" && ${command}`,
    comment: "REM",
  },
};

/** The lines that set or remove variables in a shell; values hold no quotation marks. */
export function shellLines(shell: ShellName, variables: Variables): string[] {
  const { set, unset } = words[shell];
  return Object.entries(variables).map(([name, value]) =>
    value === undefined ? unset(name) : set(name, value),
  );
}

/** The command that applies what another command prints, e.g. `eval "$(npx tsx local env)"`. */
export function applied(shell: ShellName, command: string): string {
  return words[shell].use(command);
}

/** A command with a variable set, as it is typed into this terminal, e.g. `AWS_REGION=us-east-1 npx tsx checks`. */
export function withVariable(
  name: string,
  value: string,
  command: string,
  shell: ShellName = shellOf(process),
): string {
  return words[shell].with(name, value, command);
}

/** The same as a comment of the shell, for people who see the lines. */
export function usage(shell: ShellName, command: string): string {
  return `${words[shell].comment} To use it: ${applied(shell, command)}`;
}

/** The shell of this terminal, as far as it can be known: on Windows PowerShell, unless a POSIX shell runs there. */
export function shellOf({ platform, env }: Pick<NodeJS.Process, "platform" | "env">): ShellName {
  const shell = env["SHELL"] ?? "";
  if (/(^|[\\/])fish(\.exe)?$/.test(shell)) return "fish";
  return platform === "win32" && shell === "" ? "powershell" : "sh";
}

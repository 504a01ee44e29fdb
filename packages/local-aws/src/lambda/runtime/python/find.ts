import { execFile } from "node:child_process";
import path from "node:path";

/** A Python that can run functions: its executable and package folders. */
export interface Python {
  executable: string;
  version: string;
  boto3: string;
  /** The folder of `pip install --user`: a function has a different HOME. */
  userBase: string;
}

/** What is missing, and the command that installs it. */
export interface PythonMissing {
  missing: "python3" | "boto3";
  what: string;
  seen: Record<string, string>;
  next: string[];
}

export interface PythonOptions {
  /** The embedded cloud's data folder; may contain a private environment in `python`. */
  dataDir: string;
  env?: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
}

const probeSecondsMax = 20;

/** Finds a Python with boto3: TUTORIAL_PYTHON, then `<data>/python`, then python3 on PATH. */
export async function ensurePython(options: PythonOptions): Promise<Python | PythonMissing> {
  const candidates = candidatesOf(options);
  const lacking: Probe[] = [];
  for (const candidate of candidates) {
    const probe = await probePython(candidate, options.env ?? process.env);
    if (!probe) continue;
    if (probe.boto3 !== null) return { ...probe, boto3: probe.boto3 };
    lacking.push(probe);
  }
  const [first] = lacking;
  return first ? boto3Missing(first, options) : pythonMissing(candidates);
}

/** Whether a search result is a Python rather than a missing part. */
export function isPython(found: Python | PythonMissing): found is Python {
  return "executable" in found;
}

interface Probe extends Omit<Python, "boto3"> {
  boto3: string | null;
}

function candidatesOf({ dataDir, env = process.env, platform = process.platform }: PythonOptions): string[] {
  const own = env["TUTORIAL_PYTHON"];
  return [
    ...(own ? [own] : []),
    venvPython(dataDir, platform),
    ...(platform === "win32" ? ["python", "py"] : ["python3"]),
  ];
}

function venvPython(dataDir: string, platform: NodeJS.Platform): string {
  const inside = platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python3"];
  return path.join(path.resolve(dataDir), "python", ...inside);
}

// `python3` may be a wrapper (pyenv) that needs HOME and more: we use the executable that it starts.
const question = `
import importlib.metadata, json, platform, site, sys
try:
    boto3 = importlib.metadata.version("boto3")
except importlib.metadata.PackageNotFoundError:
    boto3 = None
print(json.dumps({"executable": sys.executable, "version": platform.python_version(), "boto3": boto3, "userBase": site.getuserbase()}))
`;

function probePython(command: string, env: NodeJS.ProcessEnv): Promise<Probe | undefined> {
  const options = { env, timeout: probeSecondsMax * 1_000, windowsHide: true };
  return new Promise((resolve) => {
    try {
      execFile(command, ["-c", question], options, (error, stdout) => resolve(readProbe(error, stdout)));
    } catch {
      resolve(undefined); // for example, a path below a file cannot be spawned
    }
  });
}

function readProbe(error: unknown, stdout: string): Probe | undefined {
  try {
    return error ? undefined : (JSON.parse(stdout) as Probe);
  } catch {
    return undefined;
  }
}

function boto3Missing(
  { executable, version }: Probe,
  { dataDir, platform = process.platform }: PythonOptions,
): PythonMissing {
  const folder = path.join(dataDir, "python");
  return {
    missing: "boto3",
    what: "The Python variant of the function needs boto3, which AWS's Python runtime brings along.",
    seen: { python: `${executable} (${version})`, boto3: "not installed there" },
    next: [
      `${executable} -m venv ${quoted(folder)} && ${quoted(venvPython(dataDir, platform))} -m pip install boto3`,
      "That is a private environment: the local cloud finds it there. Without it: npx tsx steps/02-lambda --runtime node",
    ],
  };
}

function pythonMissing(candidates: string[]): PythonMissing {
  return {
    missing: "python3",
    what: "The Python variant of the function needs Python 3 on this machine.",
    seen: { "looked for": candidates.join(", ") },
    next: [
      "Install Python 3 from https://www.python.org/downloads/ (Debian, Ubuntu: apt install python3-boto3; macOS: brew install python).",
      "It may also be named: TUTORIAL_PYTHON=/path/to/python3. Without it: npx tsx steps/02-lambda --runtime node",
    ],
  };
}

function quoted(text: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(text) ? text : JSON.stringify(text);
}

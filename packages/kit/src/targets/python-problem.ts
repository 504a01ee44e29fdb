import { Problem } from "@long-running-api/foundation/problem";

/** Each candidate runs once: a wrapper such as pyenv takes seconds. */
const pythonSecondsMax = 90;

/** The cloud's report on a Python that cannot run functions. */
interface PythonMissing {
  missing: "python3" | "boto3";
  what: string;
  seen: Record<string, string>;
  next: readonly string[];
}

/** The embedded cloud runs Python functions with this machine's Python, which needs boto3, as in AWS's runtime. */
export async function pythonProblem(cloudUrl: string): Promise<Problem | undefined> {
  const response = await fetch(`${cloudUrl}/_local/python`, {
    signal: AbortSignal.timeout(pythonSecondsMax * 1000),
  });
  const found = (await response.json()) as PythonMissing | { missing?: undefined };
  if (found.missing === undefined) return undefined;
  return new Problem(found.what, found.seen, [...pythonSteps(found), withoutPython]);
}

/** What to do about a Python that cannot run functions. */
export function pythonSteps({ missing, next }: Pick<PythonMissing, "missing" | "next">): string[] {
  return missing === "boto3"
    ? ["npx tsx doctor --python creates a private environment with it.", ...next]
    : [...next];
}

export const withoutPython = "Without it: npx tsx steps/02-lambda --runtime node";

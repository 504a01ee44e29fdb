import { Problem } from "@long-running-api/foundation/problem";
import { findCloud } from "@long-running-api/kit/local-cloud/background";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";
import type { Output } from "@long-running-api/kit/output";
import { applied, type ShellName, shellLines, shellOf, usage } from "@long-running-api/kit/shell-lines";
import { environmentFor } from "@long-running-api/local-cloud/environment";

/** `local env`: the lines that point a shell at the running cloud. */
export async function env(folder: string, shell: ShellName, output: Output): Promise<number> {
  const cloud = await findCloud(folder);
  if (!cloud)
    throw new Problem("No local cloud is running.", { "looked at": folder }, [
      "npx tsx local           starts one; leave it open, and use another terminal",
      "npx tsx steps/01-table  starts one in the background",
    ]);
  const variables = environmentFor(cloud);
  output.document(
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value ?? null])),
  );
  for (const line of shellLines(shell, variables)) output.say(line);
  if (output.terminal) output.say(usage(shell, commandFor(folder, shell)));
  return 0;
}

/** How to point this terminal's shell at the cloud of a data folder. */
export function howToUse(folder: string): string {
  const shell = shellOf(process);
  return applied(shell, commandFor(folder, shell));
}

function commandFor(folder: string, shell: ShellName): string {
  const data = folder === dataFolder() ? "" : ` --data "${folder}"`;
  const other = shell === shellOf(process) ? "" : ` --shell ${shell}`;
  return `npx tsx local env${other}${data}`;
}

import { Problem } from "@long-running-api/foundation/problem";
import { aws } from "./aws.ts";
import { local } from "./local.ts";
import type { TargetOptions } from "./options.ts";
import { oss } from "./oss.ts";
import type { Opening, Target, TargetName } from "./target.ts";

/** How to open each target; a new target is a file and a line here. */
const openers: Record<TargetName, (opening: Opening) => Promise<Target>> = { local, oss, aws };

/** The target named by --target, else by TARGET, else the embedded cloud, which never leaves this machine. */
export async function openTarget(options: TargetOptions, opening: Partial<Opening> = {}): Promise<Target> {
  const name = targetNameOf(options);
  silenceNodeVersionWarning();
  return await openers[name]({ yes: options.yes ?? false, writes: true, ...opening });
}

/** The target's name, without opening it. */
export function targetNameOf(options: TargetOptions): TargetName {
  const name = options.target ?? (process.env["TARGET"] || "local");
  if (isTargetName(name)) return name;
  throw new Problem(`There is no target "${name}".`, {
    known: Object.keys(openers).join(", "),
    "looked at": "TARGET",
  });
}

function isTargetName(name: string): name is TargetName {
  return Object.hasOwn(openers, name);
}

/** The AWS SDK announces on Node 20 that its releases of 2027 will need Node 22; the versions here are pinned. */
export function silenceNodeVersionWarning(): void {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
}

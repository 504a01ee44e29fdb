import { Problem } from "@long-running-api/foundation/problem";
import type { TargetOptions } from "./options.ts";
import type { Opening, Target, TargetName } from "./target.ts";

/** How to open each target; a new target is a file and a line here. Only the chosen one's code is loaded. */
const openers: Record<TargetName, (opening: Opening) => Promise<Target>> = {
  local: async (opening) => (await import("./local.ts")).local(opening),
  oss: async (opening) => (await import("./oss.ts")).oss(opening),
  aws: async (opening) => (await import("./aws.ts")).aws(opening),
};

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

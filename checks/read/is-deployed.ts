import { deploymentCurrent } from "../03-api/deployment.ts";
import type { ProbeContext } from "../engine/probe-context.ts";

/** Whether the stage serves the methods as they are designed. */
export async function isDeployed(context: ProbeContext): Promise<boolean> {
  return deploymentCurrent.judge(await context.ask(deploymentCurrent.probe)).status === "pass";
}

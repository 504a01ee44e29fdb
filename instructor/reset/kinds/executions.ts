import { isOpen } from "../../../steps/05-run/record.ts";
import { correlationId } from "../../../steps/owned.ts";
import type { Leftover, Place } from "../leftover.ts";

/**
 * The executions of our definitions, and those that our steps started, found by correlationId even if
 * their definition is gone.
 */
export async function executions({ target, scope, seen }: Place): Promise<Leftover[]> {
  const conductor = await target.conductor();
  const queries = scope.everything
    ? [""]
    : [
        ...[...seen.definitions].map((name) => `workflowType='${name}'`),
        ...[...seen.learners].map((learner) => `correlationId='${correlationId({ learner })}'`),
      ];
  const found = new Map<string, string>();
  for (const query of queries) {
    for (const { workflowId, status } of await conductor.executions(query)) found.set(workflowId, status);
  }
  return [...found].map(([workflowId, status]) => ({
    kind: "execution",
    name: workflowId,
    async remove() {
      if (isOpen(status)) await conductor.terminate(workflowId, "terminated by npx tsx instructor reset");
      await conductor.remove(workflowId);
    },
  }));
}

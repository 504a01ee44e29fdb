import { readWorkflowDefinition } from "@long-running-api/conductor/definition/read";
import { ConductorError } from "@long-running-api/conductor/error";
import type { CheckDefinition } from "../check-definition.ts";
import type { Registry } from "../registry.ts";
import type { Definitions } from "../tasks/task-type.ts";

/** The definitions that a registry holds, or that a task brings. */
export function definitionsOf(registry: Registry, checkDefinition: CheckDefinition): Definitions {
  return {
    registered(name, version) {
      const definition = registry.workflow(name, version);
      if (definition) return registry.snapshot(definition);
      throw new ConductorError(404, `No such workflow defined. name=${name}, version=${version ?? null}`);
    },
    async inPlace(value) {
      const definition = readWorkflowDefinition(value);
      await checkDefinition(definition, "subWorkflowDefinition").catch((error: unknown) => {
        throw withFindings(error);
      });
      return registry.snapshot(definition);
    },
  };
}

/** A task has one reason, so what was found goes into it. */
function withFindings(error: unknown): unknown {
  if (!(error instanceof ConductorError) || !error.validationErrors) return error;
  const findings = error.validationErrors.map(({ path, message }) => `${path}: ${message}`);
  return new ConductorError(error.status, findings.join("; "));
}

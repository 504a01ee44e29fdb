import type { Json, WorkflowDefinition } from "@long-running-api/conductor/definition/model";
import { readWorkflowDefinition } from "@long-running-api/conductor/definition/read";
import { ConductorError } from "@long-running-api/conductor/error";
import type { CheckDefinition } from "../check-definition.ts";
import type { Registry } from "../registry.ts";
import type { Core } from "./core.ts";

/** A request to start an execution. */
export interface StartRequest {
  readonly name: string;
  readonly version?: number | undefined;
  readonly input: Json;
  readonly correlationId?: string | undefined;
  readonly priority?: number;
  readonly taskToDomain?: Readonly<Record<string, string>>;
  readonly idempotencyKey?: string | undefined;
  readonly idempotencyStrategy?: string | undefined;
  /** Its tasks wait for mock outputs. */
  readonly isTest?: boolean;
  /** A definition for this execution alone. */
  readonly workflowDef?: unknown;
}

/** Starts an execution; returns its identifier, or that of the existing one with its idempotency key. */
export async function start(
  core: Core,
  registry: Registry,
  checkDefinition: CheckDefinition,
  request: StartRequest,
): Promise<string> {
  const definition = request.workflowDef
    ? await inlineDefinition(request.workflowDef, checkDefinition)
    : registeredDefinition(registry, request);
  return existingFor(core, definition.name, request) ?? begin(core, registry, definition, request);
}

/** Starts an execution of a registered definition; throws the server's 404. */
export function startRegistered(core: Core, registry: Registry, request: StartRequest): string {
  const definition = registry.workflow(request.name, request.version);
  if (definition) return begin(core, registry, definition, request);
  const asked = `name=${request.name}, version=${request.version ?? null}`;
  throw new ConductorError(404, `No such workflow defined. ${asked}`);
}

function begin(
  core: Core,
  registry: Registry,
  definition: WorkflowDefinition,
  request: StartRequest,
): string {
  const { input, priority, correlationId, idempotencyKey, taskToDomain, isTest } = request;
  const begins = { input, priority, correlationId, idempotencyKey, taskToDomain, isTest };
  return core.begin({ ...begins, definition: registry.snapshot(definition) });
}

function registeredDefinition(registry: Registry, { name, version }: StartRequest): WorkflowDefinition {
  const definition = registry.workflow(name, version);
  if (definition) return definition;
  throw new ConductorError(404, `No such workflow found by name: ${name}, version: ${version ?? null}`);
}

async function inlineDefinition(
  value: unknown,
  checkDefinition: CheckDefinition,
): Promise<WorkflowDefinition> {
  const definition = readWorkflowDefinition(value);
  await checkDefinition(definition, "startWorkflow.arg0.workflowDef");
  return definition;
}

/** https://orkes.io/content/developer-guides/idempotency */
function existingFor(core: Core, name: string, request: StartRequest): string | undefined {
  const { idempotencyKey, idempotencyStrategy = "RETURN_EXISTING" } = request;
  if (idempotencyKey === undefined || idempotencyKey === "") return undefined;
  const existing = core.store.idempotent(name, idempotencyKey);
  if (!existing) return undefined;
  if (idempotencyStrategy === "RETURN_EXISTING") return existing.workflowId;
  const isOpen = existing.status === "RUNNING" || existing.status === "PAUSED";
  if (idempotencyStrategy === "FAIL" || isOpen) {
    throw new ConductorError(
      409,
      `Workflow ${existing.workflowId} (${existing.status}) was already started with the idempotency key ${idempotencyKey}`,
    );
  }
  return undefined;
}

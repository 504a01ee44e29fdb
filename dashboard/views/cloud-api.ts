import { readFunctionUri } from "@long-running-api/api-gateway";
import type { ApiTree, MethodOfTree } from "@long-running-api/page/documents";
import { undefinedIfUnreadable } from "../../checks/engine/explain-probe-failure.ts";
import type { ProbeContext } from "../../checks/engine/probe-context.ts";
import { exportedMethods } from "../../checks/read/export.ts";
import { findApi } from "../../checks/read/find-api.ts";
import { findStage } from "../../checks/read/find-stage.ts";
import {
  differencesOf,
  type ExportedMethod,
  showsIntegrations,
} from "../../checks/rules/gateway/deployment.ts";
import { readFunctionArn } from "../../checks/rules/gateway/lambda-uri.ts";
import type { MethodSeen } from "../../checks/rules/gateway/method.ts";

/** The API's resources, each method with how it differs from what its stage serves; undefined without an API. */
export async function apiTree(context: ProbeContext): Promise<ApiTree | undefined> {
  const { found: api } = await context.ask(findApi);
  if (!api) return undefined;
  const { found: stage } = await context.ask(findStage);
  const exported =
    stage && (await undefinedIfUnreadable(context, () => context.ask(exportedMethods, api.id, stage.name)));
  return {
    id: api.id,
    name: api.name,
    ...(stage ? { stage: stage.name, deploymentId: stage.deploymentId } : {}),
    resources: api.resources.map(({ path, methods }) => ({
      path,
      methods: methods.map((method) => methodOf(path, method, stage ? exported : [])),
    })),
  };
}

/** A method beside its deployed version; without a stage nothing is deployed. */
export function methodOf(
  path: string,
  method: MethodSeen,
  exported: readonly ExportedMethod[] | undefined,
): MethodOfTree {
  const head = { name: method.name, integration: integrationOf(method) };
  const deployed = exported?.find((each) => each.path === path && each.name === method.name);
  if (exported && !deployed) return { ...head, state: "new", differences: [] };
  if (!deployed || !showsIntegrations(exported)) return { ...head, state: "unknown", differences: [] };
  const differences = differencesOf(deployed, method);
  return { ...head, state: differences.length > 0 ? "changed" : "deployed", differences };
}

function integrationOf({ integration }: MethodSeen): string {
  if (!integration) return "";
  const called = readFunctionUri(integration.uri);
  const name = called && readFunctionArn(called.functionArn)?.functionName;
  return name === undefined ? integration.type : `${integration.type}, ${name}`;
}

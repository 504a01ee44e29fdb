import type { Difference } from "../../engine/check.ts";
import type { IntegrationSeen, MethodSeen } from "./method.ts";

/** A deployed method, read from a stage's export: what callers really reach. */
export interface ExportedMethod {
  path: string;
  /** GET, POST, … or ANY. */
  name: string;
  responses: readonly string[];
  /** What a caller must send: api_key, sigv4, or an authorizer's name. */
  security: readonly string[];
  integration: IntegrationSeen | undefined;
}

/** A method under Resources, and its path. */
export interface Live {
  path: string;
  method: MethodSeen;
}

/** Whether an export shows integrations: not every cloud's does. */
export function showsIntegrations(
  exported: readonly ExportedMethod[] | undefined,
): exported is readonly ExportedMethod[] {
  return exported?.some(({ integration }) => integration !== undefined) ?? false;
}

/** How a stage's deployment (found) differs from the methods under Resources (right). */
export function differencesSinceDeployment(
  live: readonly Live[],
  exported: readonly ExportedMethod[],
): Difference[] {
  return live.flatMap(({ path, method }) => {
    const name = `${method.name} ${path}`;
    const there = exported.find((each) => each.path === path && each.name === method.name);
    if (!there) return [{ field: name, found: "not deployed", right: "deployed" }];
    return differencesOf(there, method).map(({ field, ...rest }) => ({
      field: `${name}: ${field}`,
      ...rest,
    }));
  });
}

/** How a deployed method (found) differs from the method under Resources (right). */
export function differencesOf(deployedMethod: ExportedMethod, live: MethodSeen): Difference[] {
  const found = flatten(deployedMethod.integration);
  const right = flatten(live.integration);
  const fields = [...new Set([...Object.keys(found), ...Object.keys(right)])];
  const differences = fields.flatMap((field) => {
    const [was, is] = [tidy(found[field] ?? ""), tidy(right[field] ?? "")];
    return was === is ? [] : [{ field, found: was || "none", right: is || "none" }];
  });
  // Only what callers must still send: an export does not always show what was added later.
  const open = live.authorization === "NONE" && !live.apiKeyRequired;
  const locked = open ? deployedMethod.security.join(", ") : "";
  if (locked !== "") differences.unshift({ field: "authorization", found: locked, right: "none" });
  // OpenAPI requires a response for each operation: the export of a method without responses may invent one.
  if (live.responses.length === 0) return differences;
  const [was, is] = [list(deployedMethod.responses), list(live.responses)];
  return was === is ? differences : [...differences, { field: "method responses", found: was, right: is }];
}

/** Every field that changes what a caller sees, under the console's name for it. */
function flatten(integration: IntegrationSeen | undefined): Record<string, string> {
  if (!integration) return { integration: "none" };
  const fields: Record<string, string> = {
    type: integration.type,
    function: integration.uri,
    "integration HTTP method": integration.httpMethod,
    passthrough: integration.passthrough,
    credentials: integration.credentials,
  };
  for (const [type, template] of Object.entries(integration.templates))
    fields[`request template ${type}`] = template;
  for (const [name, value] of Object.entries(integration.parameters))
    fields[`request ${shortName(name)}`] = value;
  for (const { status, selectionPattern, templates, parameters } of integration.responses) {
    const name =
      selectionPattern === "" ? "integration response" : `integration response for ${selectionPattern}`;
    fields[name] = status;
    for (const [type, template] of Object.entries(templates)) fields[`${name}, template ${type}`] = template;
    for (const [parameter, value] of Object.entries(parameters))
      fields[`${name}, ${shortName(parameter)}`] = value;
  }
  return fields;
}

function shortName(parameter: string): string {
  return parameter.replace(/^(integration\.request|method\.response)\./, "");
}

/** Line endings and trailing white space have no effect, and not every export keeps them. */
function tidy(text: string): string {
  return text.replace(/[ \t\r]+$/gm, "").trim();
}

function list(statuses: readonly string[]): string {
  return [...statuses].sort().join(", ");
}

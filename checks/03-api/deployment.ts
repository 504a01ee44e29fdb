import { check, type Difference, fail, pass, unknown } from "../engine/check.ts";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { newestDeployment, stagesOf } from "../read/api.ts";
import { type ExportedMethod, exportedMethods } from "../read/export.ts";
import { postPath } from "../read/find-api.ts";
import { theApi } from "../read/the-api.ts";
import type { IntegrationSeen, MethodSeen } from "../rules/gateway/method.ts";
import { at } from "./where.ts";

const section = "step 3, “Deploy REST API”";

export const deployed = check({
  id: "03-api/deployed",
  claim: "The API is deployed to a stage.",
  needs: ["03-api/exists"],
  probe: async (context) => {
    const view = await context.ask(theApi);
    const url =
      view.stage.found && context.target.invokeUrl({ apiId: view.api.id, stage: view.stage.found.name });
    return { stage: view.stage, wanted: context.names.chosen.stage, url };
  },
  judge({ stage, wanted, url }) {
    if (stage.found)
      return pass(`stage ${stage.found.name}: ${url}`, [
        stage.found.cacheEnabled
          ? "The stage has a cache, which is charged by the hour and can return an old status to polls."
          : undefined,
      ]);
    if (stage.several)
      return {
        ...unknown(`more than one stage matches: ${stage.several.join(", ")}`, "Choose one with --stage."),
        choices: { option: "stage", names: stage.several },
      };
    return fail({
      expected: wanted === undefined ? "a stage" : `a stage ${wanted}`,
      observed:
        stage.nearest === undefined ? "no stage" : `no stage ${wanted}, but there is ${stage.nearest}`,
      leadsTo: "The API cannot be called: every path returns 403.",
      lookAt: at("Resources › Deploy API, and Stages", section),
      hint: "What you configure under Resources can be called only after you deploy it to a stage.",
    });
  },
});

interface Live {
  path: string;
  method: MethodSeen;
}

interface DeploymentView {
  stage: string;
  /** Set if a newer deployment exists that this stage does not use: the stages that use it. */
  later?: { stages: readonly string[] };
  live: readonly Live[];
  exported: readonly ExportedMethod[] | undefined;
}

export const deploymentCurrent = check({
  id: "03-api/deployment-current",
  claim: "The deployment is up to date.",
  needs: ["03-api/deployed", "03-api/post-method", "03-api/get-method"],
  probe: lookAtDeployment,
  judge({ stage, later, live, exported }: DeploymentView) {
    if (!exported || exported.every(({ integration }) => integration === undefined))
      return unknown(
        "The stage's export does not show its integrations.",
        "Whether it works as configured shows when it is called.",
      );
    const differences = live.flatMap(({ path, method }) => {
      const name = `${method.name} ${path}`;
      const there = exported.find((each) => each.path === path && each.name === method.name);
      if (!there) return [{ field: name, found: "not deployed", right: "deployed" }];
      return differencesOf(there, method).map(({ field, ...rest }) => ({
        field: `${name}: ${field}`,
        ...rest,
      }));
    });
    const [first] = differences;
    if (!first) return pass(`stage ${stage} is current`);
    return fail({
      expected: `stage ${stage} serves the methods as configured under Resources`,
      observed: `${later ? "the stage does not use the latest deployment" : "changed since the last deployment"}: ${differences.map(({ field }) => field).join(", ")}`,
      leadsTo:
        "Callers reach the previous API. The console's Test shows the new behavior anyway, because it does not use the stage.",
      lookAt: at("Resources › Deploy API", section),
      hint: later
        ? `The latest deployment is on ${later.stages.join(", ") || "no remaining stage"}: was the wrong stage chosen, or was this one rolled back in its deployment history?`
        : "A deployment is a snapshot: changes are live only after you deploy the API to the stage again.",
      differences,
    });
  },
});

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

async function lookAtDeployment(context: ProbeContext): Promise<DeploymentView> {
  const { api, post, get, stage } = await context.ask(theApi);
  if (!post || !get || !stage.found) throw new ResourceDisappeared("The API, or a part of it,");
  const newest = await undefinedIfUnreadable(context, () => context.ask(newestDeployment, api.id));
  const stages = await context.ask(stagesOf, api.id);
  const withNewest = stages.filter(({ deploymentId }) => deploymentId === newest).map(({ name }) => name);
  return {
    stage: stage.found.name,
    ...(newest === undefined || withNewest.includes(stage.found.name)
      ? {}
      : { later: { stages: withNewest } }),
    live: [
      { path: postPath, method: post },
      { path: get.path, method: get },
    ],
    exported: await context.ask(exportedMethods, api.id, stage.found.name),
  };
}

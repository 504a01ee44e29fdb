import { check, fail, pass, unknown } from "../engine/check.ts";
import { type DeploymentView, theDeployment } from "../read/deployment.ts";
import { theApi } from "../read/the-api.ts";
import { differencesSinceDeployment, showsIntegrations } from "../rules/gateway/deployment.ts";
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

export const deploymentCurrent = check({
  id: "03-api/deployment-current",
  claim: "The deployment is up to date.",
  needs: ["03-api/deployed", "03-api/post-method", "03-api/get-method"],
  probe: theDeployment,
  judge({ stage, later, live, exported }: DeploymentView) {
    if (!showsIntegrations(exported))
      return unknown(
        "The stage's export does not show its integrations.",
        "Whether it works as configured shows when it is called.",
      );
    const differences = differencesSinceDeployment(live, exported);
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

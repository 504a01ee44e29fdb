import { CreateRestApiCommand } from "@aws-sdk/client-api-gateway";
import type { Place } from "../../instructor/fault.ts";
import {
  deleteStage,
  deployed,
  deployTo,
  ownApi,
  patchApi,
  patchStage,
} from "../../instructor/faults/change/api.ts";
import { type Change, replaceOrThrow, sequence } from "../../instructor/faults/change/change.ts";
import { changeIntegration } from "../../instructor/faults/change/method.ts";
import { changeUris, redefine } from "../../instructor/faults/change/workflow.ts";
import type { Variation } from "./variation.ts";

const callProd = callStage("prod");

/** The workflow calls another stage. */
function callStage(name: string): Change {
  return redefine(changeUris((uri) => replaceOrThrow(uri, "/test/", `/${name}/`)));
}

/** The API has one stage, of another name, and the workflow calls it. */
export function moveToStage(name: string): Change {
  return sequence(deployTo(name), deleteStage, callStage(name));
}

/** Other settings of the API, and other stages. */
export const apiVariations: readonly Variation[] = [
  {
    story: "An API at the edge.",
    change: deployed(
      patchApi({ op: "replace", path: "/endpointConfiguration/types/REGIONAL", value: "EDGE" }),
    ),
  },
  {
    story: "The API was renamed, and described.",
    change: patchApi(
      { op: "replace", path: "/name", value: "my first API" },
      { op: "replace", path: "/description", value: "made by hand" },
    ),
  },
  { story: "Another API of the same name, empty.", change: namesake },
  {
    story: "Pictures are binary.",
    change: deployed(patchApi({ op: "add", path: "/binaryMediaTypes/image~1png" })),
  },
  {
    story: "A resource policy that allows everyone but some addresses, none of which is this one.",
    change: deployed(
      patchApi({
        op: "replace",
        path: "/policy",
        value: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*" },
            {
              Effect: "Deny",
              Principal: "*",
              Action: "execute-api:Invoke",
              Resource: "execute-api:/*",
              Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
            },
          ],
        }),
      }),
    ),
  },

  {
    story: "A stage with limits, and with unused variables.",
    change: patchStage(
      { op: "replace", path: "/*/*/throttling/rateLimit", value: "50" },
      { op: "replace", path: "/*/*/throttling/burstLimit", value: "20" },
      { op: "replace", path: "/variables/unused", value: "x" },
    ),
  },
  { story: "The function's name comes from a stage variable.", change: functionFromStage },
  { story: "The only stage is called prod.", change: moveToStage("prod") },
  { story: "A stage prod beside test.", change: deployTo("prod") },
  {
    story: "Two stages, and the workflow calls the one that is named.",
    change: sequence(deployTo("prod"), callProd),
    chosen: { stage: "prod" },
  },
];

async function namesake(place: Place): Promise<void> {
  const { client } = await ownApi(place);
  await client.send(new CreateRestApiCommand({ name: place.names.api }));
}

async function functionFromStage(place: Place): Promise<void> {
  const { names } = place;
  const fromStage = ({ uri = "" }: { uri?: string | undefined }) => ({
    uri: replaceOrThrow(uri, `:${names.function}/`, ":$${stageVariables.fn}/"),
  });
  await sequence(
    patchStage({ op: "replace", path: "/variables/fn", value: names.function }),
    deployed(changeIntegration("POST", fromStage), changeIntegration("GET", fromStage)),
  )(place);
}

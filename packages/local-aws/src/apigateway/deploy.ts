import type { CreateDeploymentRequest } from "@aws-sdk/client-api-gateway";
import type { Context } from "../action.ts";
import { badRequest } from "./errors.ts";
import { newId } from "./id.ts";
import type { Api, ApiDeployment } from "./store.ts";

/** A snapshot of an API. Documents are never changed in place, so a reference suffices. */
export function deploy(
  api: Readonly<Api>,
  { description }: Pick<CreateDeploymentRequest, "description">,
  context: Context,
): ApiDeployment {
  const methods = Object.values(api.resources).flatMap((resource) => Object.values(resource.methods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some(({ methodIntegration }) => !methodIntegration))
    throw badRequest("No integration defined for method");
  return {
    id: newId(6),
    apiId: api.id,
    region: api.region,
    ...(description === undefined ? {} : { description }),
    createdSeconds: Math.floor(context.now().getTime() / 1000),
    api,
  };
}

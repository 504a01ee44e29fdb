import { executeApiArn, GatewayFailure } from "@long-running-api/api-gateway";
import type { Routed } from "./exchange.ts";
import type { Services } from "./services.ts";
import { sourceArn } from "./source-arn.ts";

/**
 * Applies the resource policy deployed with the API: a Deny wins, and an Allow is required. A call of a method with
 * IAM authorization may be allowed by the caller's own policies, so only a Deny counts for it here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function resourcePolicy(exchange: Routed, { decidePolicy }: Pick<Services, "decidePolicy">): Routed {
  const { api, context, method, arrival } = exchange;
  const { policy, region, id } = api.api;
  if (!policy || arrival.kind === "test") return exchange;
  const place = { region, accountId: context.accountId, apiId: id };
  const resource = sourceArn(exchange);
  const decided = decidePolicy(policy.replaceAll('"execute-api:/', `"${executeApiArn(place, "/")}`), {
    action: "execute-api:Invoke",
    resource,
    sourceIp: context.identity.sourceIp,
  });
  exchange.trace.resourcePolicy = decided;
  const { decision } = decided;
  const signed = method.method.authorizationType === "AWS_IAM";
  if (decision === "allowed" || (signed && decision === "implicitDeny")) return exchange;
  const hidden = resource.replace(/:\d{8}(\d{4}):/, ":********$1:");
  const explicit = decision === "explicitDeny" ? " with an explicit deny" : "";
  throw new GatewayFailure({
    responseType: "ACCESS_DENIED",
    message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${hidden}${explicit}`,
  });
}

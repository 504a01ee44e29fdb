import { editDistance } from "@long-running-api/foundation/nearest";

/** The principals in the tutorial's policies; a near miss of one of these is not a service. */
const known = ["lambda", "apigateway"];

/**
 * Whether a principal such as lambda.amazonaws.com may be a service. AWS has a list of its services and rejects any other
 * name; here we accept any name except a misspelling of a service that this cloud has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export function isServicePrincipal(principal: string): boolean {
  const service = /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.amazonaws\.com(?:\.cn)?$/.exec(principal)?.[1];
  if (service === undefined) return false;
  return known.includes(service) || known.every((name) => editDistance(name, service) > 2);
}

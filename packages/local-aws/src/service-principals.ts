import { editDistance } from "@long-running-api/foundation/nearest";

/** Whom the tutorial's policies name; a name that is almost one of these is no service at all. */
const known = ["lambda", "apigateway"];

/**
 * Whether a principal such as lambda.amazonaws.com may be a service. AWS has a list of its services and refuses any other
 * name; here the names of the many that this cloud lacks are believed, but not a misspelt one of those that it has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export function isServicePrincipal(principal: string): boolean {
  const service = /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.amazonaws\.com(?:\.cn)?$/.exec(principal)?.[1];
  if (service === undefined) return false;
  return known.includes(service) || known.every((name) => editDistance(name, service) > 2);
}

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
  return known.includes(service) || known.every((name) => distance(name, service) > 2);
}

/** How many letters to add, leave out or change. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, seen] of [...other].entries()) {
      const changed = (row[at] ?? 0) + (letter === seen ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

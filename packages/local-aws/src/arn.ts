/** The parts of an ARN, empty where it has none: `arn:partition:service:region:account:resource`. */
export interface ArnParts {
  service: string;
  region: string;
  /** All that follows the account, colons included. */
  resource: string;
}

/** Takes an ARN apart. */
export function arnParts(arn: string): ArnParts {
  const [, , service = "", region = "", , ...rest] = arn.split(":");
  return { service, region, resource: rest.join(":") };
}

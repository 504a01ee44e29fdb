/** The parts of an ARN, empty where it has none: `arn:partition:service:region:account:resource`. */
export interface ArnParts {
  service: string;
  region: string;
  /** All that follows the account, colons included. */
  resource: string;
}

/** Takes an ARN apart. */
export function arnParts(arn: string): ArnParts {
  let end = -1;
  const part = () => {
    const start = end + 1;
    end = arn.indexOf(":", start);
    if (end < 0) end = arn.length;
    return arn.slice(start, end);
  };
  part();
  part();
  const [service, region] = [part(), part()];
  part();
  return { service, region, resource: arn.slice(end + 1) };
}

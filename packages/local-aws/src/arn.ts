/** The parts of an ARN, empty where it has none: `arn:partition:service:region:account:resource`. */
export interface ArnParts {
  service: string;
  region: string;
  /** All that follows the account, colons included. */
  resource: string;
}

/** Takes an ARN apart. */
export function arnParts(arn: string): ArnParts {
  const service = afterColon(arn, afterColon(arn, 0));
  const region = afterColon(arn, service);
  const account = afterColon(arn, region);
  const resource = afterColon(arn, account);
  return {
    service: arn.slice(service, region - 1),
    region: arn.slice(region, account - 1),
    resource: arn.slice(resource),
  };
}

/** The position after the next colon, as if a colon ended the text. */
function afterColon(text: string, from: number): number {
  const at = text.indexOf(":", from);
  return at < 0 ? text.length + 1 : at + 1;
}

/** The parts of an ARN, empty where it has none: `arn:partition:service:region:account:resource`. */
export interface ArnParts {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the account, colons included. */
  readonly resource: string;
}

/** Takes an ARN apart. */
export function arnParts(arn: string): ArnParts {
  const parts = splitArn(arn);
  return {
    service: parts[2] ?? "",
    region: parts[3] ?? "",
    account: parts[4] ?? "",
    resource: parts[5] ?? "",
  };
}

/** The text between an ARN's colons, six parts at most: the last may hold colons. */
export function splitArn(arn: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let end = arn.indexOf(":"); end >= 0 && parts.length < 5; end = arn.indexOf(":", start)) {
    parts.push(arn.slice(start, end));
    start = end + 1;
  }
  parts.push(arn.slice(start));
  return parts;
}

/** What an ARN names without partition, service, region and account: `table/x`; a text that is no ARN stays whole. */
export function resourceOf(arn: string): string {
  return arnParts(arn).resource || arn;
}

/** The account itself, in a policy's principals; also its root user. */
export function accountArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

/** The parts of an ARN, empty where it has none: `arn:partition:service:region:account:resource`. */
export interface ArnParts {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the account, colons included. */
  readonly resource: string;
}

/** Splits an ARN into its parts. */
export function arnParts(arn: string): ArnParts {
  const service = afterColon(arn, afterColon(arn, 0));
  const region = afterColon(arn, service);
  const account = afterColon(arn, region);
  const resource = afterColon(arn, account);
  return {
    service: arn.slice(service, region - 1),
    region: arn.slice(region, account - 1),
    account: arn.slice(account, resource - 1),
    resource: arn.slice(resource),
  };
}

/** The position after the next colon, as if a colon ended the text. */
function afterColon(text: string, from: number): number {
  const at = text.indexOf(":", from);
  return at < 0 ? text.length + 1 : at + 1;
}

/** The text between an ARN's colons, six parts at most: the last may hold colons. */
export function splitArn(arn: string): string[] {
  const parts: string[] = [];
  let start = 0;
  while (parts.length < 5 && start <= arn.length) {
    const next = afterColon(arn, start);
    parts.push(arn.slice(start, next - 1));
    start = next;
  }
  if (start <= arn.length) parts.push(arn.slice(start));
  return parts;
}

/** An ARN without its partition, service, region and account: `table/x`; a text that is not an ARN stays whole. */
export function resourceOf(arn: string): string {
  return arnParts(arn).resource || arn;
}

/** The account itself, in a policy's principals; also its root user. */
export function accountArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

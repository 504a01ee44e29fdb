/** An API of an account. */
export interface ExecuteApiPlace {
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
}

/**
 * The ARN of a call, for policies: the API, then `/stage/METHOD/path`, any of it as a pattern.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export function executeApiArn({ region, accountId, apiId }: ExecuteApiPlace, call: string): string {
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}${call}`;
}

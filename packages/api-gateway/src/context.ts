/** `$context`, and a proxy event's `requestContext`: the names are AWS's, in the order in which it sends them. */
export interface ContextVariables {
  resourceId: string;
  resourcePath: string;
  httpMethod: string;
  extendedRequestId: string;
  requestTime: string;
  path: string;
  accountId: string;
  protocol: string;
  stage: string;
  domainPrefix: string;
  requestTimeEpoch: number;
  requestId: string;
  identity: Identity;
  domainName: string;
  deploymentId: string;
  apiId: string;
  error?: { message: string; messageString: string; responseType: string; validationErrorString: string };
}

/** The caller, as `$context.identity` and a proxy event show it. */
export interface Identity {
  cognitoIdentityPoolId: null;
  accountId: string | null;
  cognitoIdentityId: null;
  caller: string | null;
  sourceIp: string;
  principalOrgId: null;
  accessKey: string | null;
  cognitoAuthenticationType: null;
  cognitoAuthenticationProvider: null;
  userArn: string | null;
  userAgent: string | null;
  user: string | null;
  apiKey?: string;
  apiKeyId?: string;
}

/** The settings of an AWS SDK client: `new DynamoDBClient(clientConfig)`. The key is the administrator's. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The region of `clientConfig` and `env`; the cloud answers in all regions. */
export const region = "us-east-1";

export const administrator = { accessKeyId: "test", secretAccessKey: "test" } as const;

/** The settings of an AWS SDK client for the cloud at this address. */
export function clientConfigFor({ aws }: { aws: string }): ClientConfig {
  return { endpoint: aws, region, credentials: administrator };
}

/**
 * What the AWS CLI, the AWS SDKs and Conductor's clients read. A profile or token of a real account must not interfere:
 * those are undefined, which unsets them in `spawn(…, { env: { ...process.env, ...env } })`.
 */
export function environmentFor({ aws, conductor }: { aws: string; conductor: string }): {
  readonly [name: string]: string | undefined;
} {
  return {
    AWS_ENDPOINT_URL: aws,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: administrator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: administrator.secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    CONDUCTOR_SERVER_URL: conductor,
    CONDUCTOR_AUTH_KEY: undefined,
    CONDUCTOR_AUTH_SECRET: undefined,
  };
}

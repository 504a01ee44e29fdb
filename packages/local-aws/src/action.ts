import type { StaticOperationSchema } from "@smithy/types";

/** The signer of a request. */
export interface Caller {
  accountId: string;
  arn: string;
  userId: string;
  accessKeyId: string;
}

/** The context of an action, besides its input. */
export interface Context {
  /** From the request's signature scope. */
  region: string;
  accountId: string;
  caller: Caller;
  requestId: string;
  /** The base URL of this cloud, e.g. http://127.0.0.1:4566, without a trailing slash. */
  endpoint: string;
  now(): Date;
}

/** The implementation of one AWS API operation. The SDK's schema is its contract: names, types, route and status. */
export interface Action<Store, Input, Output> {
  operation: StaticOperationSchema;
  /** The ARNs that the caller needs the permission on; default "*"; empty when everyone is allowed. */
  resources?(input: Input, context: Context, store: Store): string[];
  /** Condition keys of the request for policies, e.g. `iam:PermissionsBoundary`. */
  conditions?(input: Input, context: Context, store: Store): Need["conditions"];
  /** Replaces both when the permission is not named like the operation, or when there are several. */
  needs?(input: Input, context: Context, store: Store): Need[];
  handle(input: Input, store: Store, context: Context): Output | Promise<Output>;
}

export type Protocol = "rest-json" | "query" | "json-1.0" | "json-1.1";

/** The permissions that one request needs, e.g. `lambda:GetFunction` on a function's ARN. */
export interface Need {
  action: string;
  resources: string[];
  /** Values for a policy's conditions, by condition key. */
  conditions?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
}

/** A service: its actions and its protocol. */
export interface Service<Store> {
  /** The name in the signature scope, e.g. "lambda". */
  signingName: string;
  protocol: Protocol;
  store: Store;
  /** Loaded on the first request: the SDK's schemas take time and memory that an idle cloud need not spend. */
  actions(): Promise<readonly Action<Store, object, unknown>[]>;
  /** The SDK client's module, to recognize operations that are not implemented here. */
  catalogue(): Promise<object>;
  /** Only when it is not `signingName:Operation` (API Gateway). */
  needs?(request: { operation: string; method: string; path: string; region: string }): Need[];
}

/** An error as AWS sends it. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;
  readonly status: number;
  /** Further members of the error's shape, e.g. `{ Type: "User" }`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

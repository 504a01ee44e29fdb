import type { StaticOperationSchema } from "@smithy/types";

/** Who signed a request. */
export interface Caller {
  accountId: string;
  arn: string;
  userId: string;
  accessKeyId: string;
}

/** What every action may need besides its input. */
export interface Context {
  /** From the request's signature scope. */
  region: string;
  accountId: string;
  caller: Caller;
  requestId: string;
  /** Where this cloud listens, e.g. http://127.0.0.1:4566, without a slash at the end. */
  endpoint: string;
  now(): Date;
}

/** One AWS API operation as code here. The SDK's own schema is its contract: names, types, route and status. */
export interface Action<Store, Input, Output> {
  operation: StaticOperationSchema;
  /** ARNs that the caller needs the permission on; "*" without it, none where everyone may. */
  resources?(input: Input, context: Context, store: Store): string[];
  /** Condition keys of the request that policies may look at, e.g. `iam:PermissionsBoundary`. */
  conditions?(input: Input, context: Context, store: Store): Need["conditions"];
  /** In place of both, where the permission has another name than the operation, or there are several. */
  needs?(input: Input, context: Context, store: Store): Need[];
  handle(input: Input, store: Store, context: Context): Output | Promise<Output>;
}

export type Protocol = "rest-json" | "query" | "json-1.0" | "json-1.1";

/** The permissions that one request needs, e.g. `lambda:GetFunction` on a function's ARN. */
export interface Need {
  action: string;
  resources: string[];
  /** What a policy's conditions may ask about this request, by condition key. */
  conditions?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
}

/** A service: its actions, and how a request reaches them. */
export interface Service<Store> {
  /** The name in the signature scope, e.g. "lambda". */
  signingName: string;
  protocol: Protocol;
  store: Store;
  /** Loaded at the first request: the SDK's schemas take time and memory that a cloud at rest need not spend. */
  actions(): Promise<readonly Action<Store, object, unknown>[]>;
  /** The SDK client's module, to know by name what is not here. */
  catalogue(): Promise<object>;
  /** Only where it is not `signingName:Operation` (API Gateway). */
  needs?(request: { operation: string; method: string; path: string; region: string }): Need[];
}

/** An error as AWS would send it. */
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

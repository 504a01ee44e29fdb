import type { Caller } from "../../action.ts";
import type { Journal } from "../../journal.ts";
import type { WireRequest } from "../../wire/wire.ts";
import type { ApiStage, StoredApiKey } from "../store.ts";
import type { CallDynamoDb } from "./dynamodb.ts";
import type { InvokeLambda } from "./lambda.ts";
import type { Mapper } from "./mapper.ts";

/** What a policy says to a call that nobody signed. */
export type DecidePolicy = (
  policy: string,
  call: { action: string; resource: string; sourceIp: string },
) => "allowed" | "explicitDeny" | "implicitDeny";

/** What the boxes need from outside. */
export interface Services {
  journal: Journal;
  now(): Date;
  mapper: Mapper;
  invokeLambda: InvokeLambda;
  callDynamoDb: CallDynamoDb;
  /** Who signed a call, where that caller may invoke the method; throws AwsError otherwise. */
  authorizeCall(request: WireRequest, resource: string): Caller;
  /** The key with that value, if a usage plan of the stage admits it. */
  admittedKey(stage: Readonly<ApiStage>, value: string): Readonly<StoredApiKey> | undefined;
  /** What an API's resource policy says to a call that nobody signed. */
  decidePolicy: DecidePolicy;
  /** Whether the stage's throttling lets a call through. */
  takeToken(stage: Readonly<ApiStage>, path: string, method: string): boolean;
}

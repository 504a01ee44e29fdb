import type { Caller } from "../../action.ts";
import type { Journal } from "../../journal.ts";
import type { WireRequest } from "../../wire/wire.ts";
import type { ApiStage, StoredApiKey } from "../store.ts";
import type { CallDynamoDb } from "./dynamodb.ts";
import type { InvokeLambda } from "./lambda.ts";
import type { Mapper } from "./mapper.ts";
import type { PolicyDecision } from "./policy-decision.ts";

/** A policy's decision on an unsigned call. */
export type DecidePolicy = (
  policy: string,
  call: { action: string; resource: string; sourceIp: string },
) => PolicyDecision;

/** The services that the boxes use. */
export interface Services {
  journal: Journal;
  now(): Date;
  mapper: Mapper;
  invokeLambda: InvokeLambda;
  callDynamoDb: CallDynamoDb;
  /** Returns the signer if it may invoke the method, and why it may; throws AwsError otherwise. */
  authorizeCall(request: WireRequest, resource: string): Caller & { decision?: PolicyDecision | undefined };
  /** The API key with this value, if a usage plan of the stage admits it. */
  admittedKey(stage: Readonly<ApiStage>, value: string): Readonly<StoredApiKey> | undefined;
  /** The decision of an API's resource policy on an unsigned call. */
  decidePolicy: DecidePolicy;
  /** Whether the stage's throttling admits a call. */
  takeToken(stage: Readonly<ApiStage>, path: string, method: string): boolean;
}

import { randomUUID } from "node:crypto";
import { decidingStatement } from "@long-running-api/iam/deciding-statement";
import type { Decision } from "@long-running-api/iam/policy";
import { type Action, AwsError, type Caller, type Context, type Need, type Service } from "./action.ts";
import type { Details, Journal } from "./journal.ts";
import { storageFailureOf } from "./storage-failure.ts";
import { jsonRpc } from "./wire/json-rpc.ts";
import { messageNamesOf, operationsOf } from "./wire/operations.ts";
import { queryXml } from "./wire/query-xml.ts";
import { refusalFor } from "./wire/refusal.ts";
import { restJson } from "./wire/rest-json.ts";
import type { Operation, Wire, WireRequest, WireResponse } from "./wire/wire.ts";

/** A service that implements its own protocol (DynamoDB: a library). */
export interface RawService {
  signingName: string;
  /** Throws AwsError for a request that it cannot read. */
  read(request: WireRequest, region: string): RawOperation;
  error(error: AwsError, requestId: string): WireResponse;
}

/** One request to such a service. */
export interface RawOperation {
  needs: Need[];
  handle(context: Context): Promise<WireResponse>;
}

export interface AwsServerOptions {
  services: readonly (Service<unknown> | RawService)[];
  accountId: string;
  endpoint(): string;
  now(): Date;
  journal: Journal;
  /** Returns the signer; throws AwsError for a wrong signature, an unknown key or an expired date. */
  identify(request: WireRequest): Caller;
  /**
   * Returns the decision, undefined for the root user; throws AwsError when the caller lacks a permission, with the
   * called service's message.
   */
  authorize(caller: Caller, need: Need, service: string): Decision | undefined;
  /** Called with the region of each successful request. */
  onRegion?(region: string): void;
}

const inputBytesMax = 1_024;
/** About what a decision keeps in memory: its policies are kept anyway. */
const decidedCharacters = 100;

interface Loaded {
  wire: Wire;
  operations: ReadonlyMap<string, Operation>;
  actions: ReadonlyMap<string, Action<unknown, object, unknown>>;
}

/** What the journal records of a request. */
interface RequestEntry {
  kind: "aws";
  service: string;
  operation: string;
  region: string;
  requestId: string;
  caller?: string;
  /** The start of a DynamoDB request's body: it names the item. */
  input?: string;
  /** The ARNs that the permission check named. */
  resources?: string[];
}

/** Handles control-plane requests: reads the service from the SigV4 scope, the operation by the service's protocol. */
export function createAwsServer(options: AwsServerOptions): (request: WireRequest) => Promise<WireResponse> {
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  const loaded = new Map<string, Promise<Loaded>>();

  return async (request) => {
    const requestId = randomUUID();
    const scope = readScope(request);
    const service = services.get(scope.service);
    if (!service) {
      const error = unknownService(scope.service, [...services.keys()]);
      const entry = entryOf(scope.service, scope.region, request, requestId);
      options.journal.add({ ...entry, status: error.status, error: `${error.code}: ${error.message}` });
      return refusalFor(request, { service: scope.service, error, requestId });
    }
    const answer =
      "read" in service
        ? await raw(service, scope.region, request, requestId)
        : await typed(service, scope.region, request, requestId);
    answer.headers["x-amzn-RequestId"] ??= requestId;
    if (answer.status < 300) options.onRegion?.(scope.region);
    return answer;
  };

  async function raw(
    service: RawService,
    region: string,
    request: WireRequest,
    requestId: string,
  ): Promise<WireResponse> {
    const entry = entryOf(service.signingName, region, request, requestId);
    try {
      const context = contextOf(region, request, requestId);
      entry.caller = context.caller.arn;
      entry.input = request.body.toString("utf8", 0, inputBytesMax);
      const operation = service.read(request, region);
      const decisions = operation.needs.map((need) => permit(context.caller, need, entry));
      const answer = await operation.handle(context);
      // The library writes its own errors; read them back from its response.
      const refusal = answer.status < 400 ? undefined : readRefusal(answer);
      const refused = refusal ? { error: refusal } : {};
      options.journal.add({ ...entry, status: answer.status, ...refused }, detailsOf(decisions));
      return answer;
    } catch (error) {
      return service.error(refuse(entry, error), requestId);
    }
  }

  async function typed(
    service: Service<unknown>,
    region: string,
    request: WireRequest,
    requestId: string,
  ): Promise<WireResponse> {
    const load = loaded.get(service.signingName) ?? loadService(service);
    loaded.set(service.signingName, load);
    const { wire, operations, actions } = await load;
    const entry = entryOf(service.signingName, region, request, requestId);
    try {
      const context = contextOf(region, request, requestId);
      entry.caller = context.caller.arn;
      const { operation: name, input } = wire.decode(request);
      entry.operation = name;
      const operation = operations.get(name);
      const action = actions.get(name);
      if (!operation || !action) throw unknownOperation(service.signingName, name, [...actions.keys()]);
      const needs = needsOf(service, action, name, input, request, context);
      const decisions = needs.map((need) => permit(context.caller, need, entry));
      const output = await action.handle(input, service.store, context);
      const answer = wire.encode(operation, output, context);
      options.journal.add({ ...entry, status: answer.status }, detailsOf(decisions));
      return answer;
    } catch (error) {
      return wire.error(refuse(entry, error), requestId);
    }
  }

  function permit(caller: Caller, need: Need, entry: RequestEntry): Decision | undefined {
    entry.resources ??= [];
    for (const arn of need.resources)
      if (arn !== "*" && !entry.resources.includes(arn)) entry.resources.push(arn);
    return options.authorize(caller, need, entry.service);
  }

  function refuse(entry: RequestEntry, error: unknown): AwsError {
    const refusal = asAwsError(error, options.journal);
    options.journal.add({ ...entry, status: refusal.status, error: `${refusal.code}: ${refusal.message}` });
    return refusal;
  }

  function contextOf(region: string, request: WireRequest, requestId: string): Context {
    return {
      region,
      accountId: options.accountId,
      caller: options.identify(request),
      requestId,
      endpoint: options.endpoint(),
      now: options.now,
    };
  }
}

/** The statements that allowed a request, looked up in their policies when the entry is read. */
function detailsOf(decisions: readonly (Decision | undefined)[]): Details {
  return {
    characters: decidedCharacters,
    describe() {
      return { allowedBy: decisions.flatMap((decision) => (decision && decidingStatement(decision)) ?? []) };
    },
  };
}

async function loadService(service: Service<unknown>): Promise<Loaded> {
  const [client, list] = await Promise.all([service.catalogue(), service.actions()]);
  const operations = operationsOf(client);
  const actions = new Map(
    list.map((action) => [action.operation[2], action as Action<unknown, object, unknown>]),
  );
  return { wire: wireOf(service, operations, client), operations, actions };
}

function wireOf(
  { protocol, signingName }: Service<unknown>,
  operations: ReadonlyMap<string, Operation>,
  client: object,
): Wire {
  if (protocol === "rest-json") return restJson(operations, messageNamesOf(client));
  if (protocol === "query")
    return queryXml(
      operations,
      `https://${signingName}.amazonaws.com/doc/${signingName === "iam" ? "2010-05-08" : "2011-06-15"}/`,
    );
  return jsonRpc(operations, protocol === "json-1.0" ? "1.0" : "1.1");
}

function needsOf(
  service: Service<unknown>,
  action: Action<unknown, object, unknown>,
  operation: string,
  input: object,
  request: WireRequest,
  context: Context,
): Need[] {
  if (service.needs)
    return service.needs({ operation, method: request.method, path: request.path, region: context.region });
  if (action.needs) return action.needs(input, context, service.store);
  return [
    {
      action: `${service.signingName}:${operation}`,
      resources: action.resources?.(input, context, service.store) ?? ["*"],
      conditions: action.conditions?.(input, context, service.store),
    },
  ];
}

/** Names the request by its target or path until its operation is known. */
function entryOf(
  service: string,
  region: string,
  { method, path, headers }: WireRequest,
  requestId: string,
): RequestEntry {
  const operation = headers["x-amz-target"]?.split(".")[1] ?? `${method} ${path}`;
  return { kind: "aws", service, operation, region, requestId };
}

function readRefusal({ body }: WireResponse): string {
  try {
    const { __type = "", message, Message } = JSON.parse(body.toString()) as Record<string, string>;
    return `${__type.split("#").at(-1)}: ${message ?? Message ?? ""}`;
  } catch {
    return body.toString().slice(0, 500);
  }
}

const scopePattern = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

function readScope({ path, headers, query }: WireRequest): { region: string; service: string } {
  const found = scopePattern.exec(
    headers["authorization"] ?? `Credential=${query.get("X-Amz-Credential") ?? ""}`,
  );
  const name = found?.[2] ?? "";
  // HTTP and WebSocket APIs are another service, which signs with the same name.
  const service = name === "apigateway" && path.startsWith("/v2/") ? "apigatewayv2" : name;
  return { region: found?.[1] ?? "us-east-1", service };
}

function unknownService(service: string, known: readonly string[]): AwsError {
  const has = [...known].sort().join(", ");
  return service === ""
    ? new AwsError(
        "MissingAuthenticationTokenException",
        `This request is not signed, so it names no AWS service. The embedded cloud has: ${has}.`,
        403,
      )
    : new AwsError(
        "UnknownOperationException",
        `The AWS service ${service} is not in the embedded cloud. It has: ${has}.`,
        501,
      );
}

function unknownOperation(service: string, operation: string, known: string[]): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `${service}:${operation} is not in the embedded cloud. It has: ${known.sort().join(", ")}.`,
    501,
  );
}

/** A bug in this project is logged, and the client still gets an error in its protocol. */
function asAwsError(error: unknown, journal: Journal): AwsError {
  if (error instanceof AwsError) return error;
  const failure = storageFailureOf(error);
  if (failure) return failure;
  journal.add({
    kind: "bug",
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  console.error(error);
  return new AwsError(
    "InternalFailure",
    `A bug of the local cloud: ${error instanceof Error ? error.message : String(error)}`,
    500,
  );
}

import { randomUUID } from "node:crypto";
import { type Action, AwsError, type Caller, type Context, type Need, type Service } from "./action.ts";
import type { Journal } from "./journal.ts";
import { storageFailureOf } from "./storage-failure.ts";
import { jsonRpc } from "./wire/json-rpc.ts";
import { messageNamesOf, operationsOf } from "./wire/operations.ts";
import { queryXml } from "./wire/query-xml.ts";
import { restJson } from "./wire/rest-json.ts";
import type { Operation, Wire, WireRequest, WireResponse } from "./wire/wire.ts";

/** A service that speaks its protocol by itself (DynamoDB: a library). */
export interface RawService {
  signingName: string;
  needs(request: WireRequest, region: string): Need[];
  handle(request: WireRequest, context: Context): Promise<WireResponse>;
  error(error: AwsError, requestId: string): WireResponse;
}

export interface AwsServerOptions {
  services: readonly (Service<unknown> | RawService)[];
  accountId: string;
  endpoint(): string;
  now(): Date;
  journal: Journal;
  /** Who signed this; throws AwsError for a wrong signature, an unknown key, an expired date. */
  identify(request: WireRequest): Caller;
  /** Throws AwsError when the caller lacks a permission, in the words of the service that was called. */
  authorize(caller: Caller, need: Need, service: string): void;
  /** Hears of the region of each request that was answered. */
  onRegion?(region: string): void;
}

interface Loaded {
  wire: Wire;
  operations: ReadonlyMap<string, Operation>;
  actions: ReadonlyMap<string, Action<unknown, object, unknown>>;
}

/** A request as the journal tells it. */
interface Told {
  kind: "aws";
  service: string;
  operation: string;
  region: string;
  requestId: string;
  caller?: string;
  /** What its permissions were asked on. */
  resources?: string[];
}

/** Answers control-plane requests: the service is read from the SigV4 scope, the operation by its protocol. */
export function createAwsServer(options: AwsServerOptions): (request: WireRequest) => Promise<WireResponse> {
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  const loaded = new Map<string, Promise<Loaded>>();

  return async (request) => {
    const requestId = randomUUID();
    const scope = readScope(request);
    const service = services.get(scope.service);
    if (!service) return unknownService(scope.service, [...services.keys()]);
    const answer =
      "handle" in service
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
    const told = tell(service.signingName, region, request, requestId);
    try {
      const context = contextOf(region, request, requestId);
      told.caller = context.caller.arn;
      for (const need of service.needs(request, region)) permit(context.caller, need, told);
      const answer = await service.handle(request, context);
      // A library writes its own refusals: they are told from its answer.
      const refusal = answer.status < 400 ? undefined : readRefusal(answer);
      options.journal.add({ ...told, status: answer.status, ...(refusal ? { error: refusal } : {}) });
      return answer;
    } catch (error) {
      return service.error(refuse(told, error), requestId);
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
    const told = tell(service.signingName, region, request, requestId);
    try {
      const context = contextOf(region, request, requestId);
      told.caller = context.caller.arn;
      const { operation: name, input } = wire.decode(request);
      told.operation = name;
      const operation = operations.get(name);
      const action = actions.get(name);
      if (!operation || !action) throw notPartOfThis(service.signingName, name, [...actions.keys()]);
      for (const need of needsOf(service, action, name, input, request, context))
        permit(context.caller, need, told);
      const output = await action.handle(input, service.store, context);
      const answer = wire.encode(operation, output, context);
      options.journal.add({ ...told, status: answer.status });
      return answer;
    } catch (error) {
      return wire.error(refuse(told, error), requestId);
    }
  }

  function permit(caller: Caller, need: Need, told: Told): void {
    const named = need.resources.filter((arn) => arn !== "*");
    told.resources = [...new Set([...(told.resources ?? []), ...named])];
    options.authorize(caller, need, told.service);
  }

  function refuse(told: Told, error: unknown): AwsError {
    const refusal = asAwsError(error, options.journal);
    options.journal.add({ ...told, status: refusal.status, error: `${refusal.code}: ${refusal.message}` });
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

/** Until its operation is known, a request is called by its target or its path. */
function tell(
  service: string,
  region: string,
  { method, path, headers }: WireRequest,
  requestId: string,
): Told {
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

function readScope({ headers, query }: WireRequest): { region: string; service: string } {
  const found = scopePattern.exec(
    headers["authorization"] ?? `Credential=${query.get("X-Amz-Credential") ?? ""}`,
  );
  return { region: found?.[1] ?? "us-east-1", service: found?.[2] ?? "" };
}

function unknownService(service: string, known: string[]): WireResponse {
  const what =
    service === ""
      ? "This request is not signed, so it names no AWS service."
      : `The AWS service ${service} is not part of this tutorial.`;
  const message = `${what} This cloud has: ${known.join(", ")}.`;
  return {
    status: service === "" ? 403 : 501,
    headers: {
      "Content-Type": "application/json",
      "x-amzn-ErrorType":
        service === "" ? "MissingAuthenticationTokenException" : "UnknownOperationException",
    },
    body: JSON.stringify({ message }),
  };
}

function notPartOfThis(service: string, operation: string, known: string[]): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `${service}:${operation} is not part of this tutorial. This cloud has: ${known.sort().join(", ")}.`,
    501,
  );
}

/** Our own bug must be seen by us and still answer the client in its protocol. */
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

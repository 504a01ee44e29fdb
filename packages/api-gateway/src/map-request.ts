import type { Integration, Method } from "@aws-sdk/client-api-gateway";
import type { Meter } from "@long-running-api/jsonpath/meter";
import { utf8Text } from "./bytes.ts";
import type { Call, IntegrationRequest } from "./call.ts";
import { convertBody, isBinary } from "./content-handling.ts";
import { type ChosenTemplate, templateForContentType } from "./content-negotiation.ts";
import {
  type Failure,
  GatewayFailure,
  misconfigured,
  unsupportedMediaType,
  withoutIntegration,
} from "./failure.ts";
import { type HeaderList, headerOf, type Pairs, setHeader } from "./headers.ts";
import { fillUri } from "./integration-uri.ts";
import { methodSource } from "./method-source.ts";
import { type MappingOptions, meterOf } from "./options.ts";
import { mapped, type ParameterChoice, sourceOf } from "./parameter-mapping.ts";
import { proxyEvent } from "./proxy.ts";
import { nothing, outputOf, type Rendering, renderMapping } from "./rendering.ts";
import type { TemplateOutput } from "./templates/index.ts";
import { invalidJsonMessage, unreadableBody } from "./unreadable-body.ts";

/** State that a request template passes on to the response template of the same call. */
export interface Carried {
  /** Members of `$context` that the response template must see again. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly responseOverride: NonNullable<TemplateOutput["responseOverride"]>;
}

/** Nothing is carried. */
export const nothingCarried: Carried = { context: nothing, responseOverride: {} };

/** The decisions made on the way to the integration, for explanations. */
export interface RequestChoices {
  /** The template, or why the body passes through, or why it is rejected. */
  body?:
    | ({ readonly kind: "template" } & ChosenTemplate)
    | { readonly kind: "passthrough" | "unsupported"; readonly behavior: string }
    | { readonly kind: "proxy" };
  readonly parameters: ParameterChoice[];
  rendering?: Rendering;
  /** Each outgoing header and what set it: a mapping or a template's override. */
  readonly headers: HeaderChoice[];
}

/** Where a header comes from. */
export interface HeaderChoice {
  readonly name: string;
  readonly value: string | readonly string[];
  readonly origin: "mapping" | "template";
}

/** The integration request, or why the call fails before it. */
export type RequestOutcome =
  | { readonly request: IntegrationRequest; readonly carried: Carried; readonly choices: RequestChoices }
  | { readonly failure: Failure; readonly choices: RequestChoices };

/** The integration request: parameters are mapped, the Content-Type picks the template, the template makes the body. */
export function mapRequest(method: Method, call: Call, options: MappingOptions = {}): RequestOutcome {
  const choices: RequestChoices = { parameters: [], headers: [] };
  try {
    const integration = method.methodIntegration;
    if (!integration) throw withoutIntegration();
    return { ...mapWith(integration, call, choices, meterOf(options)), choices };
  } catch (error) {
    if (error instanceof GatewayFailure) return { failure: error.failure, choices };
    throw error;
  }
}

function mapWith(
  integration: Integration,
  call: Call,
  choices: RequestChoices,
  meter: Meter,
): { request: IntegrationRequest; carried: Carried } {
  const template = chooseTemplate(integration, call, choices);
  const parameters = mapParameters(integration, call, choices, meter);
  const body = choices.body?.kind === "proxy" ? JSON.stringify(proxyEvent(call)) : payload(integration, call);
  let output: Uint8Array | string = body;
  let carried = nothingCarried;
  if (template !== undefined) {
    if (typeof body !== "string") throw misconfigured("Unable to transform request");
    if (unreadableBody(template, body, meter)) throw invalidJson();
    choices.rendering = renderMapping(call, { phase: "request", template, body }, nothing, meter);
    const rendered = outputOf(choices.rendering);
    output = rendered.output;
    override(parameters, rendered.requestOverride, choices);
    if (Object.keys(rendered.carried).length > 0)
      carried = { context: rendered.carried, responseOverride: rendered.responseOverride ?? {} };
  }
  const forbidden = parameters.header.find(([name]) => reserved.has(name.toLowerCase()));
  if (forbidden) throw misconfigured(`${forbidden[0]} header already present`);
  const request = {
    uri: fillUri(integration.uri ?? "", parameters.path, call.stageVariables),
    httpMethod: integration.httpMethod ?? call.method,
    headers: parameters.header,
    body: output,
  };
  return { request, carried };
}

/** Headers that an AWS integration sets itself; a mapping that names one fails the call. */
const reserved = new Set([
  "authorization",
  "connection",
  "content-length",
  "expect",
  "proxy-authenticate",
  "te",
  "transfer-encoding",
  "x-amzn-apigateway-api-id",
  "x-amzn-trace-id",
]);

interface Parameters {
  header: HeaderList;
  path: Record<string, string | string[]>;
  querystring: Record<string, string | string[]>;
}

/** The template for the request's Content-Type; undefined for a body that passes through; throws 415 when neither is allowed. */
function chooseTemplate(integration: Integration, call: Call, choices: RequestChoices): string | undefined {
  if (integration.type === "AWS_PROXY" || integration.type === "HTTP_PROXY") {
    choices.body = { kind: "proxy" };
    return undefined;
  }
  const templates = integration.requestTemplates ?? {};
  const chosen = templateForContentType(templates, contentTypeOf(call.headers));
  if (chosen) {
    choices.body = { kind: "template", ...chosen };
    return chosen.template;
  }
  const behavior = integration.passthroughBehavior ?? "WHEN_NO_MATCH";
  const none = Object.keys(templates).length === 0;
  const passes = behavior === "WHEN_NO_MATCH" || (behavior === "WHEN_NO_TEMPLATES" && none);
  choices.body = { kind: passes ? "passthrough" : "unsupported", behavior };
  if (passes) return undefined;
  throw unsupportedMediaType();
}

function payload(integration: Integration, { headers, body, binaryMediaTypes }: Call): Uint8Array | string {
  const binary = isBinary(contentTypeOf(headers), binaryMediaTypes);
  return convertBody(body, binary, integration.contentHandling);
}

/** The Content-Type assumed for a request without one. */
function contentTypeOf(headers: Pairs): string {
  return headerOf(headers, "content-type") ?? "application/json";
}

function mapParameters(
  { requestParameters }: Integration,
  call: Call,
  choices: RequestChoices,
  meter: Meter,
): Parameters {
  const parameters: Parameters = { header: [], path: {}, querystring: {} };
  if (!requestParameters) return parameters;
  const broken = () => {
    throw invalidJson();
  };
  const source = methodSource(call, () => utf8Text(call.body), { meter, broken });
  for (const [target, expression] of Object.entries(requestParameters)) {
    const value = mapped(expression, source, call.context, call.stageVariables);
    choices.parameters.push({ target, expression, source: sourceOf(expression), value });
    if (!value) continue;
    const [, , location = "", ...rest] = target.split(".");
    const name = rest.join(".");
    if (location === "header") {
      setHeader(parameters.header, name, value);
      choices.headers.push({ name, value, origin: "mapping" });
    } else if (location === "path" || location === "querystring") parameters[location][name] = value;
  }
  return parameters;
}

function invalidJson(): GatewayFailure {
  return new GatewayFailure({
    responseType: "DEFAULT_4XX",
    message: invalidJsonMessage,
    status: 400,
    errorType: "BadRequestException",
  });
}

/** A template's override takes precedence over a mapping of the same name. */
function override(
  parameters: Parameters,
  overrides: TemplateOutput["requestOverride"],
  { headers }: RequestChoices,
): void {
  for (const [name, value] of Object.entries(overrides?.header ?? {})) {
    setHeader(parameters.header, name, value);
    headers.push({ name, value, origin: "template" });
  }
  Object.assign(parameters.path, overrides?.path);
  Object.assign(parameters.querystring, overrides?.querystring);
}

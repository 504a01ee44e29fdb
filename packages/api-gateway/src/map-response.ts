import type { Integration, IntegrationResponse, Method } from "@aws-sdk/client-api-gateway";
import type { Meter } from "@long-running-api/jsonpath/meter";
import { utf8Text } from "./bytes.ts";
import type { Call, IntegrationAnswer, MethodAnswer } from "./call.ts";
import { convertBody, isBinary } from "./content-handling.ts";
import { type ChosenTemplate, templateForAccept } from "./content-negotiation.ts";
import { type Failure, GatewayFailure, misconfigured } from "./failure.ts";
import { type HeaderList, headerOf, setHeader } from "./headers.ts";
import { textAtPath, wholeBody, withCustomError } from "./json-body.ts";
import { type Carried, type HeaderChoice, nothingCarried } from "./map-request.ts";
import { type MappingOptions, meterOf } from "./options.ts";
import { type MappingSource, mapped, type ParameterChoice, sourceOf } from "./parameter-mapping.ts";
import { answerOfProxy } from "./proxy.ts";
import { outputOf, type Rendering, renderMapping } from "./rendering.ts";
import { type SelectionChoice, selectResponse } from "./selection.ts";

/** The decisions made on the way back to the client, for explanations. */
export interface ResponseChoices {
  selection?: SelectionChoice;
  /** The response template; undefined when the integration's body passes through. */
  template?: ChosenTemplate;
  rendering?: Rendering;
  readonly parameters: ParameterChoice[];
  readonly headers: HeaderChoice[];
  /** What set the status: the integration response or a template's override. */
  status?: "response" | "template" | "proxy";
}

/** The response to the client, or why it gets a gateway response. */
export type ResponseOutcome =
  | { readonly answer: MethodAnswer; readonly choices: ResponseChoices }
  | { readonly failure: Failure; readonly choices: ResponseChoices };

/** The integration response: a pattern selects it, its mappings set the headers, Accept selects the template, overrides take precedence. */
export function mapResponse(
  method: Method,
  call: Call,
  answer: IntegrationAnswer,
  carried: Carried = nothingCarried,
  options: MappingOptions = {},
): ResponseOutcome {
  const choices: ResponseChoices = { parameters: [], headers: [] };
  try {
    return { answer: mapWith({ method, call, answer, carried, choices, options }), choices };
  } catch (error) {
    if (error instanceof GatewayFailure) return { failure: error.failure, choices };
    throw error;
  }
}

interface Work {
  readonly method: Method;
  readonly call: Call;
  readonly answer: IntegrationAnswer;
  readonly carried: Carried;
  readonly choices: ResponseChoices;
  readonly options: MappingOptions;
}

function mapWith(work: Work): MethodAnswer {
  const { method, call, answer, carried, choices, options } = work;
  const integration: Integration = method.methodIntegration ?? {};
  if (integration.type === "AWS_PROXY") {
    choices.status = "proxy";
    return answerOfProxy(call, answer);
  }
  choices.selection = selectResponse(integration, answer, options.slice);
  const { response } = choices.selection;
  const declared = response.statusCode ?? "";
  if (!method.methodResponses?.[declared])
    throw misconfigured(`Output mapping refers to an invalid method response: ${declared}`);
  const meter = meterOf(options);
  const headers = mapHeaders(work, response, meter);
  const { body, override = carried.responseOverride } = render(work, response, meter);
  for (const [name, value] of Object.entries(override.header ?? {})) {
    setHeader(headers, name, value);
    choices.headers.push({ name, value, origin: "template" });
  }
  const status = validStatus(override.status);
  choices.status = status === undefined ? "response" : "template";
  return { status: status ?? Number(declared), headers, body };
}

function mapHeaders(
  { call, answer, choices }: Work,
  response: IntegrationResponse,
  meter: Meter,
): HeaderList {
  const headers: HeaderList = [];
  if (!response.responseParameters) return headers;
  const source = integrationResponse(answer, meter);
  for (const [target, expression] of Object.entries(response.responseParameters)) {
    const value = mapped(expression, source, call.context, call.stageVariables);
    choices.parameters.push({ target, expression, source: sourceOf(expression), value });
    if (!value) continue;
    const name = target.replace("method.response.header.", "");
    setHeader(headers, name, value);
    choices.headers.push({ name, value, origin: "mapping" });
  }
  return headers;
}

function integrationResponse({ headers, body }: IntegrationAnswer, meter: Meter): MappingSource {
  const broken = () => {
    throw new GatewayFailure({
      responseType: "DEFAULT_5XX",
      message: "Internal server error",
      reason: "Execution failed due to configuration error: Invalid JSON in response body",
    });
  };
  return {
    header: (name) => headers.filter(([key]) => key === name).map(([, value]) => value),
    body: () => wholeBody(utf8Text(body), meter, broken),
    bodyPath: (path) => {
      const text = utf8Text(body);
      const read = /^errorMessage[.[]/.test(path) ? withCustomError(text) : text;
      return textAtPath(read, path, meter, broken);
    },
  };
}

function render(
  { call, answer, carried, choices }: Work,
  response: IntegrationResponse,
  meter: Meter,
): { body: Uint8Array | string; override?: Carried["responseOverride"] } {
  const chosen = templateForAccept(response.responseTemplates, headerOf(call.headers, "accept"));
  const body = payload(call, response, answer);
  if (!chosen) return { body };
  choices.template = chosen;
  if (typeof body !== "string") throw misconfigured("Unable to transform response");
  const { template } = chosen;
  choices.rendering = renderMapping(call, { phase: "response", template, body }, carried.context, meter);
  const { output, responseOverride } = outputOf(choices.rendering);
  return responseOverride ? { body: output, override: responseOverride } : { body: output };
}

function payload(call: Call, response: IntegrationResponse, answer: IntegrationAnswer): Uint8Array | string {
  const types = call.binaryMediaTypes;
  if (types.length === 0 && response.contentHandling !== "CONVERT_TO_BINARY") return utf8Text(answer.body);
  const binary = isBinary(headerOf(answer.headers, "content-type"), types);
  const wanted = isBinary(headerOf(call.headers, "accept"), types);
  const handling = response.contentHandling ?? (wanted ? "CONVERT_TO_BINARY" : "CONVERT_TO_TEXT");
  return convertBody(answer.body, binary, handling);
}

const statusMin = 100;
const statusMax = 599;

/** A status that is not a valid HTTP status code is ignored. */
function validStatus(status: number | undefined): number | undefined {
  return status !== undefined && Number.isInteger(status) && status >= statusMin && status <= statusMax
    ? status
    : undefined;
}

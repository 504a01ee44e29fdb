export { SliceOver } from "@long-running-api/jsonpath/meter";
export { utf8Bytes, utf8Text } from "./bytes.ts";
export type { Call, IntegrationAnswer, IntegrationRequest, MethodAnswer } from "./call.ts";
export { type ChosenTemplate, templateForAccept, templateForContentType } from "./content-negotiation.ts";
export { type ExecuteApiPlace, executeApiArn } from "./execute-api-arn.ts";
export {
  type Failure,
  GatewayFailure,
  misconfigured,
  missingToken,
  unsupportedMediaType,
  withoutIntegration,
} from "./failure.ts";
export { mapGatewayResponse } from "./gateway-response.ts";
export {
  type ActionUri,
  type FunctionUri,
  fillUri,
  readActionUri,
  readFunctionUri,
} from "./integration-uri.ts";
export { eventTextOf, invocationTypeOf, invocationTypes } from "./invocation.ts";
export {
  type Carried,
  type HeaderChoice,
  mapRequest,
  nothingCarried,
  type RequestChoices,
  type RequestOutcome,
} from "./map-request.ts";
export { mapResponse, type ResponseChoices, type ResponseOutcome } from "./map-response.ts";
export { finishMethodResponse } from "./method-response.ts";
export { answerMock } from "./mock.ts";
export type { MappingOptions } from "./options.ts";
export { mapped, type ParameterChoice, type ParameterSource, sourceOf } from "./parameter-mapping.ts";
export { renderForCall } from "./render-for-call.ts";
export type { Rendering } from "./rendering.ts";
export { type Invalid, validateRequest } from "./request-validation.ts";
export { findRoute, pathVariable, type Route, type RouteNode, routeTree } from "./route.ts";
export { type SelectionChoice, selectResponse } from "./selection.ts";
export { isStatusCode } from "./status-code.ts";
export { invalidJsonMessage } from "./unreadable-body.ts";

import type { IntegrationResponse, Method } from "@aws-sdk/client-api-gateway";
import { badRequest } from "./errors.ts";

// https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html

type Mappings = Readonly<Record<string, string>>;

/** Rejects invalid request mappings, and those that read a parameter that the method does not declare. */
export function checkRequestMappings(method: Method, mappings: Mappings = {}): void {
  const declared = method.requestParameters ?? {};
  refuse(
    Object.entries(mappings).flatMap(([target, expression]) => [
      ...(/^integration\.request\.(header|path|querystring)\.\S+$/.test(target) ? [] : [notMapping(target)]),
      ...requestExpressionErrors(expression, declared),
    ]),
  );
}

/** Rejects response mappings for headers that the method response does not declare, and templates without a content type. */
export function checkResponseMappings(method: Method, response: IntegrationResponse): void {
  const types = Object.keys(response.responseTemplates ?? {}).filter(
    (type) => !/^[^/\s]+\/[^/\s]+$/.test(type),
  );
  if (types.length > 0)
    throw badRequest(result(types.map((type) => `Invalid content type specified: ${type}`)));
  const methodResponse = method.methodResponses?.[response.statusCode ?? ""];
  const declared = methodResponse && (methodResponse.responseParameters ?? {});
  refuse(
    Object.entries(response.responseParameters ?? {}).flatMap(([target, expression]) => [
      ...(/^method\.response\.header\.\S+$/.test(target) ? [] : [notMapping(target)]),
      ...(declared && declared[target] === undefined ? [notDeclared(target)] : []),
      ...(isResponseExpression(expression) ? [] : [notMapping(expression)]),
    ]),
  );
}

/** Rejects invalid mappings of a gateway response: it reads request parameters and variables, and static values need quotes. */
export function checkGatewayMappings(mappings: Mappings = {}): void {
  refuse(
    Object.entries(mappings).flatMap(([target, expression]) => [
      ...(/^gatewayresponse\.header\.\S+$/.test(target) ? [] : [notMapping(target)]),
      ...(isVariable(expression) || isRequestParameter(expression) ? [] : [notMapping(expression)]),
    ]),
  );
}

function isRequestParameter(expression: string): boolean {
  return /^method\.request\.(?:multivalue)?(?:header|path|querystring)\.\S+$/.test(expression);
}

function requestExpressionErrors(expression: string, declared: Readonly<Record<string, boolean>>): string[] {
  if (isVariable(expression)) return [];
  if (/^method\.request\.body([.[].+)?$/.test(expression)) return [];
  const parameter = /^method\.request\.(?:multivalue)?(?:header|path|querystring)\.(\S+)$/.exec(expression);
  if (!parameter) return [notMapping(expression)];
  // Recorded: only the name counts; a query string parameter passes if a path parameter of that name is declared.
  const names = Object.keys(declared).map((name) => name.split(".").slice(3).join("."));
  return names.includes(parameter[1] ?? "") ? [] : [notDeclared(expression)];
}

function isResponseExpression(expression: string): boolean {
  return (
    isVariable(expression) ||
    /^integration\.response\.(?:multivalue)?header\.\S+$/.test(expression) ||
    /^integration\.response\.body([.[].+)?$/.test(expression)
  );
}

/** A static value in quotes, or a variable of the context or the stage. */
function isVariable(expression: string): boolean {
  return /^'.*'$/s.test(expression) || /^(context|stageVariables)\.\S+$/.test(expression);
}

function refuse(errors: readonly string[]): void {
  if (errors.length > 0) throw badRequest(`Invalid mapping expression specified: ${result(errors)}`);
}

function result(errors: readonly string[]): string {
  return `Validation Result: warnings : [], errors : [${errors.join(", ")}]`;
}

function notMapping(expression: string): string {
  return `Invalid mapping expression specified: ${expression}`;
}

function notDeclared(expression: string): string {
  return `Invalid mapping expression parameter specified: ${expression}`;
}

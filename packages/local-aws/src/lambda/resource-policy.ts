import type { AddPermissionRequest } from "@aws-sdk/client-lambda";
import { accountArn } from "@long-running-api/iam/arn";
import { arnLike } from "@long-running-api/iam/arn-pattern";
import { isServicePrincipal } from "../service-principals.ts";
import { invalid } from "./errors.ts";

/** A function's resource policy. */
export interface ResourcePolicy {
  revisionId: string;
  statements: Statement[];
}

export interface Statement {
  Sid: string;
  Effect: "Allow";
  Principal: "*" | { Service: string } | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

/** The statement that AddPermission creates. */
export function statementOf(input: AddPermissionRequest, resource: string, accountId: string): Statement {
  const equals = {
    ...(input.SourceAccount === undefined ? {} : { "AWS:SourceAccount": input.SourceAccount }),
    ...(input.EventSourceToken === undefined ? {} : { "lambda:EventSourceToken": input.EventSourceToken }),
    ...(input.FunctionUrlAuthType === undefined
      ? {}
      : { "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType }),
    ...(input.PrincipalOrgID === undefined ? {} : { "aws:PrincipalOrgID": input.PrincipalOrgID }),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 ? { StringEquals: equals } : {}),
    ...(input.SourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": input.SourceArn } }),
  };
  return {
    Sid: input.StatementId ?? "",
    Effect: "Allow",
    Principal: principalOf(input.Principal ?? "", accountId),
    Action: input.Action ?? "",
    Resource: resource,
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
}

function principalOf(principal: string, accountId: string): Statement["Principal"] {
  if (principal === "*") return "*";
  if (isServicePrincipal(principal)) return { Service: principal };
  if (/^\d{12}$/.test(principal)) return { AWS: accountArn(principal) };
  if (new RegExp(`^arn:aws:(iam|sts)::(${accountId}|\\d{12}):`).test(principal)) return { AWS: principal };
  throw invalid("The provided principal was invalid. Please check the principal and try again.");
}

/** Another service that wants to call the function on someone's behalf. */
export interface ServiceCall {
  principal: string;
  sourceArn: string;
  accountId: string;
}

/** The first statement that lets that service invoke the function; undefined when none does. */
export function allowingStatement(
  policy: ResourcePolicy | undefined,
  call: ServiceCall,
): Statement | undefined {
  return policy?.statements.find((statement) => covers(statement, call));
}

const invoking: ReadonlySet<string> = new Set(["lambda:InvokeFunction", "lambda:*", "*"]);

function covers({ Principal, Action, Condition = {} }: Statement, call: ServiceCall): boolean {
  const isMeant = Principal === "*" || ("Service" in Principal && Principal.Service === call.principal);
  if (!isMeant || !invoking.has(Action)) return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, key.toLowerCase(), wanted, call)),
  );
}

function holds(operator: string, key: string, wanted: string, call: ServiceCall): boolean {
  if (operator === "ArnLike" && key === "aws:sourcearn") return arnLike(wanted, call.sourceArn);
  if (operator === "StringEquals" && key === "aws:sourceaccount") return wanted === call.accountId;
  return false; // a condition key that such a call does not have
}

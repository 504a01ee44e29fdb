import { fillUri, readFunctionUri, stageVariablesIn } from "@long-running-api/api-gateway";

/** The function that a Lambda integration calls, as its URI names it. */
export interface IntegrationTarget {
  /** With the qualifier (alias or version), if any. */
  functionArn: string;
  region: string;
  accountId: string;
  functionName: string;
  qualifier: string | undefined;
}

/** The function that an integration calls in a stage; undefined if it is not a function, or a stage variable is missing. */
export function readLambdaUri(
  uri: string | undefined,
  stageVariables: Readonly<Record<string, string>>,
): IntegrationTarget | undefined {
  const wanted = stageVariablesIn(uri ?? "");
  if (!wanted.every((name) => Object.hasOwn(stageVariables, name))) return undefined;
  const called = readFunctionUri(fillUri(uri ?? "", {}, stageVariables));
  return called && readFunctionArn(called.functionArn);
}

/** Reads the ARN of a function, with or without a qualifier. */
export function readFunctionArn(functionArn: string): IntegrationTarget | undefined {
  const found = /^arn:[^:]+:lambda:([^:]+):(\d+):function:([\w-]+)(?::([\w$-]+))?$/.exec(functionArn);
  if (!found) return undefined;
  const [, region = "", accountId = "", functionName = "", qualifier] = found;
  return { functionArn, region, accountId, functionName, qualifier };
}

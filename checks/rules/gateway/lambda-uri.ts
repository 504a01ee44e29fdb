/** The function that a Lambda integration calls, as its URI names it. */
export interface IntegrationTarget {
  /** With the qualifier (alias or version), where there is one. */
  functionArn: string;
  region: string;
  accountId: string;
  functionName: string;
  qualifier: string | undefined;
}

/**
 * Reads `arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations`, once the
 * stage's variables are in their places. Nothing when it is no call of a function, or a variable is missing.
 */
export function readLambdaUri(
  uri: string | undefined,
  stageVariables: Readonly<Record<string, string>>,
): IntegrationTarget | undefined {
  const filled = (uri ?? "").replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (whole, name: string) =>
    Object.hasOwn(stageVariables, name) ? (stageVariables[name] ?? whole) : whole,
  );
  const functionArn = /:lambda:path\/[^/]+\/functions\/(.+)\/invocations$/.exec(filled)?.[1];
  return functionArn === undefined || functionArn.includes("${") ? undefined : readFunctionArn(functionArn);
}

/** Reads the ARN of a function, with or without a qualifier. */
export function readFunctionArn(functionArn: string): IntegrationTarget | undefined {
  const found = /^arn:[^:]+:lambda:([^:]+):(\d+):function:([\w-]+)(?::([\w$-]+))?$/.exec(functionArn);
  if (!found) return undefined;
  const [, region = "", accountId = "", functionName = "", qualifier] = found;
  return { functionArn, region, accountId, functionName, qualifier };
}

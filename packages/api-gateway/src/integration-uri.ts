/** The function that an integration URI names. */
export interface FunctionUri {
  readonly region: string;
  /** After the host of Lambda's API, e.g. 2015-03-31/functions/arn:…/invocations. */
  readonly path: string;
  /** With the qualifier (alias or version), if any. */
  readonly functionArn: string;
}

/** Reads `arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations`. */
export function readFunctionUri(uri: string): FunctionUri | undefined {
  const found = /^arn:[^:]+:apigateway:([^:]+):lambda:path\/+([\d-]+\/functions\/(.+)\/invocations)$/.exec(
    uri,
  );
  if (!found) return undefined;
  const [, region = "", path = "", functionArn = ""] = found;
  return { region, path, functionArn };
}

/** The operation of an AWS service that an integration URI names. */
export interface ActionUri {
  readonly region: string;
  readonly service: string;
  /** e.g. GetItem */
  readonly action: string;
}

/** Reads `arn:aws:apigateway:{region}:{service}:action/{action}`. */
export function readActionUri(uri: string): ActionUri | undefined {
  const found = /^arn:[^:]+:apigateway:([^:]+):([^:]+):action\/(\w+)$/.exec(uri);
  if (!found) return undefined;
  const [, region = "", service = "", action = ""] = found;
  return { region, service, action };
}

const stageVariable = /\$\{stageVariables\.([^}]+)\}/g;

/** The names of the stage variables that an integration URI uses. */
export function stageVariablesIn(uri: string): string[] {
  return Array.from(uri.matchAll(stageVariable), ([, name = ""]) => name);
}

/** Fills path parameters `{name}` and `${stageVariables.name}` in an integration URI; a missing variable becomes empty. */
export function fillUri(
  uri: string,
  path: Readonly<Record<string, string | string[]>>,
  stageVariables: Readonly<Record<string, string>>,
): string {
  if (!uri.includes("{")) return uri;
  return uri
    .replace(stageVariable, (_, name: string) => stageVariables[name] ?? "")
    .replace(/\{([^}]+)\}/g, (whole, name: string) => String(path[name] ?? whole));
}

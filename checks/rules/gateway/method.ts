// A method of the API as the checks see it. Plain data.

/** An integration response, as the console shows it. */
export interface IntegrationResponseSeen {
  status: string;
  selectionPattern: string;
  templates: Readonly<Record<string, string>>;
  parameters: Readonly<Record<string, string>>;
  /** CONVERT_TO_BINARY or CONVERT_TO_TEXT; undefined for passthrough. */
  contentHandling?: string;
}

export interface IntegrationSeen {
  type: string;
  uri: string;
  /** The method by which API Gateway calls the function: POST, whatever the client's method. */
  httpMethod: string;
  passthrough: string;
  credentials: string;
  templates: Readonly<Record<string, string>>;
  parameters: Readonly<Record<string, string>>;
  timeoutMs: number | undefined;
  contentHandling?: string;
  responses: readonly IntegrationResponseSeen[];
}

export interface MethodSeen {
  /** GET, POST, … or ANY. */
  name: string;
  authorization: string;
  apiKeyRequired: boolean;
  /** Parameters that a request must carry, e.g. method.request.header.x. */
  required: readonly string[];
  validates: boolean;
  /** Status codes of the method responses. */
  responses: readonly string[];
  integration: IntegrationSeen | undefined;
}

/** Header names and values, in order; a value may repeat a name. */
export type Headers = readonly (readonly [string, string])[];

/** A parameter that was mapped, where it came from, and its value. */
export interface MappedParameter {
  readonly target: string;
  readonly expression: string;
  readonly value?: string | readonly string[];
}

/** A header and what set it. */
export interface SetHeader {
  readonly name: string;
  readonly value: string | readonly string[];
  readonly origin: "mapping" | "template";
}

/** One mapping template that was rendered. */
export interface TemplateRecord {
  readonly phase: "request" | "response";
  readonly template: string;
  readonly body: string;
  readonly params: {
    readonly path?: Readonly<Record<string, string>>;
    readonly querystring?: Readonly<Record<string, string>>;
    readonly header?: Readonly<Record<string, string>>;
  };
  readonly output?: string;
  readonly error?: string;
  readonly excerpt?: string;
  readonly overrides?: unknown;
  /** What the request template left in `$context`. */
  readonly carried?: Readonly<Record<string, unknown>>;
}

/** A template that was chosen, and why. */
export interface ChosenTemplate {
  readonly kind?: string;
  readonly type?: string;
  readonly because?: string;
  readonly behavior?: string;
}

/** The statement of a policy that decided a request, as its document contains it. */
export interface DecidingStatement {
  readonly policy: string;
  /** Its place in the document, from 1. */
  readonly number: number;
  readonly statement: Readonly<Record<string, unknown>>;
}

/** A policy's decision; what no statement allows has no statement that decided. */
export interface PolicyDecision {
  readonly decision: "allowed" | "explicitDeny" | "implicitDeny";
  readonly by?: DecidingStatement;
}

/** A request that the function sent to AWS while it worked for this call. */
export interface FunctionCall {
  /** E.g. "dynamodb:PutItem". */
  readonly action: string;
  /** The name of its execution role. */
  readonly role: string;
  readonly allowedBy?: DecidingStatement;
  readonly error?: string;
}

/** One call of a deployed API: what each box received, chose and returned. A box that it did not reach is missing. */
export interface RequestRecord {
  readonly id: string;
  /** When it was answered, in ms since 1970. */
  readonly time: number;
  readonly apiId: string;
  readonly stage: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms?: number;
  readonly log: readonly string[];
  readonly templates: readonly TemplateRecord[];
  readonly context?: Readonly<Record<string, unknown>>;
  readonly stageVariables?: Readonly<Record<string, string>>;
  readonly integrationType?: string;
  readonly timeoutMs?: number;
  readonly methodRequest?: {
    readonly resourcePath: string;
    readonly pathParameters: Readonly<Record<string, string>>;
    readonly query: Headers;
    readonly headers: Headers;
    readonly body: string;
    readonly authorizationType?: string;
    readonly apiKeyRequired?: boolean;
    readonly hasPolicy?: boolean;
    /** What the API's resource policy decided. */
    readonly policyDecision?: PolicyDecision;
    /** Who signed the call, where the method asks for a signature. */
    readonly signer?: string;
    readonly signerDecision?: PolicyDecision;
  };
  readonly integrationRequest?: {
    readonly choice?: ChosenTemplate;
    readonly parameters: readonly MappedParameter[];
    readonly headers: readonly SetHeader[];
    readonly uri?: string;
    readonly httpMethod?: string;
    readonly sent?: Headers;
    readonly body?: string;
  };
  readonly invocation?: {
    readonly functionArn: string;
    readonly type: string;
    readonly id?: string;
    readonly allowedBy?: { readonly Sid?: string; readonly [member: string]: unknown };
    readonly role?: string;
    readonly roleAllowedBy?: DecidingStatement;
    readonly refusal?: string;
  };
  readonly integration?: {
    readonly status: number;
    readonly headers: Headers;
    readonly body: string;
    readonly ms?: number;
  };
  readonly integrationResponse?: {
    readonly selection?: {
      readonly because: "pattern" | "default";
      readonly text: string;
      readonly statusCode?: string;
      readonly selectionPattern?: string;
    };
    readonly template?: ChosenTemplate;
    readonly parameters: readonly MappedParameter[];
    readonly headers: readonly SetHeader[];
    readonly status?: "response" | "template" | "proxy";
  };
  readonly methodResponse?: { readonly status: number; readonly headers: Headers; readonly body: string };
  readonly failure?: {
    readonly box: string;
    readonly responseType: string;
    readonly message: string;
    readonly reason?: string;
  };
  readonly attempt?: {
    readonly start: number;
    readonly end?: number;
    readonly billedMs?: number;
    readonly memoryMb?: number;
    readonly initMs?: number;
    readonly failed?: boolean;
  };
  readonly functionLines: readonly string[];
  readonly functionCalls: readonly FunctionCall[];
}

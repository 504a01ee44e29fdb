import type { Templates } from "./templates.ts";

/** One method as API Gateway's console splits it up: request in, integration, response out. */
export interface MethodDesign {
  path: string;
  verb: "post" | "get";
  status: "200" | "202";
  requestTemplate: string;
  responseTemplate: string | undefined;
}

export interface ApiDesign {
  name: string;
  description: string;
  functionArn: string;
  region: string;
  methods: readonly MethodDesign[];
}

/** The tutorial's two endpoints. */
export function methodsFrom(templates: Templates): MethodDesign[] {
  return [
    {
      path: "/invoke-lambda",
      verb: "post",
      status: "202",
      requestTemplate: templates.postRequest,
      responseTemplate: templates.postResponse,
    },
    {
      path: "/{requestId}",
      verb: "get",
      status: "200",
      requestTemplate: templates.getRequest,
      responseTemplate: templates.getResponse,
    },
  ];
}

/** What API Gateway calls to run a function: Lambda's own Invoke, at the end of an ARN. */
export function integrationUri({ region, functionArn }: Pick<ApiDesign, "region" | "functionArn">): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

/**
 * The whole API as one OpenAPI document with API Gateway's extensions. One import replaces about twelve calls,
 * of which an account may make only a few a second.
 */
export function openApiDocument(design: ApiDesign): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const method of design.methods) {
    paths[method.path] = { ...paths[method.path], [method.verb]: operation(method, design) };
  }
  return {
    openapi: "3.0.1",
    info: { title: design.name, description: design.description, version: "1.0" },
    paths,
    components: { schemas: { Empty: { title: "Empty Schema", type: "object" } } },
  };
}

function operation(method: MethodDesign, design: ApiDesign): object {
  const parameters = [...method.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: {
      [method.status]: {
        description: `${method.status} response`,
        headers: { "Content-Type": { schema: { type: "string" } } },
        content: { "application/json": { schema: { $ref: "#/components/schemas/Empty" } } },
      },
    },
    "x-amazon-apigateway-integration": {
      type: "aws",
      httpMethod: "POST",
      uri: integrationUri(design),
      passthroughBehavior: "when_no_templates",
      requestTemplates: { "application/json": method.requestTemplate },
      responses: {
        default: {
          statusCode: method.status,
          ...(method.responseTemplate === undefined
            ? {}
            : { responseTemplates: { "application/json": method.responseTemplate } }),
        },
      },
    },
  };
}

import type { CreateRestApiRequest } from "@aws-sdk/client-api-gateway";
import type { Context } from "../action.ts";
import { defined } from "./defined.ts";
import { checkEndpointCombination, checkEndpointEnums } from "./endpoint-configuration.ts";
import { badRequest } from "./errors.ts";
import { newId } from "./id.ts";
import { defaultModels } from "./models.ts";
import type { Api } from "./store.ts";

const compressionBytesMax = 10_485_760;

/** A new API as CreateRestApi makes it: a root resource, two models, AWS's defaults. */
export function newApi(input: CreateRestApiRequest, context: Context): Api {
  checkEndpointEnums(input.endpointConfiguration, "createRestApiInput.endpointConfiguration");
  if (input.description === "") throw badRequest("Description cannot be an empty string");
  checkCompression(input.minimumCompressionSize);
  checkEndpointCombination(input.endpointConfiguration);
  const {
    name = "",
    endpointConfiguration,
    apiKeySource = "HEADER",
    disableExecuteApiEndpoint = false,
  } = input;
  if (name.trim() === "") throw badRequest("Name cannot be empty");
  const types = endpointConfiguration?.types?.length ? endpointConfiguration.types : (["EDGE"] as const);
  const rootResourceId = newId(10);
  return defined<Api>({
    id: newId(10),
    name,
    region: context.region,
    createdSeconds: Math.floor(context.now().getTime() / 1000),
    description: input.description,
    version: input.version,
    binaryMediaTypes: input.binaryMediaTypes?.length ? input.binaryMediaTypes : undefined,
    minimumCompressionSize: input.minimumCompressionSize,
    apiKeySource,
    endpointConfiguration: defined({
      types: [...types],
      ipAddressType: endpointConfiguration?.ipAddressType ?? (types[0] === "PRIVATE" ? "dualstack" : "ipv4"),
      vpcEndpointIds: endpointConfiguration?.vpcEndpointIds,
    }),
    policy: input.policy,
    tags: input.tags,
    disableExecuteApiEndpoint,
    rootResourceId,
    resources: { [rootResourceId]: { id: rootResourceId, path: "/", methods: {} } },
    models: defaultModels(),
    validators: {},
    gatewayResponses: {},
  });
}

/** Rejects an invalid minimum compression size. */
export function checkCompression(bytes: number | undefined): void {
  if (bytes === undefined) return;
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > compressionBytesMax)
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${compressionBytesMax}`);
}

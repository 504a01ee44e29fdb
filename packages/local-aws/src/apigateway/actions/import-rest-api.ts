import { ImportRestApi$, type ImportRestApiRequest, type RestApi } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { apiKey } from "../find.ts";
import { newApi } from "../new-api.ts";
import { object, parseDocument, text } from "../openapi/document.ts";
import { finishImport, importedEndpoint } from "../openapi/import.ts";
import { readInto } from "../openapi/read-api.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewApi } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html: a whole API in one call. */
export const ImportRestApi: Action<ApiGatewayStore, ImportRestApiRequest, RestApi> = {
  operation: ImportRestApi$,
  async handle({ body, failOnWarnings, parameters }, store, context) {
    const document = await parseDocument(body);
    const name = text(object(document, "info"), "title") ?? "Created by AWS API Gateway";
    const api = newApi({ name, ...importedEndpoint(document, parameters) }, context);
    // Only the document's models: Empty and Error are added only by CreateRestApi.
    api.models = {};
    const warnings = readInto(api, document, { basepath: parameters?.["basepath"] });
    finishImport(api, store, { warnings, failOnWarnings });
    store.apis.put(apiKey(context, api.id), api);
    return { ...viewApi(api), ...(warnings.length > 0 ? { warnings } : {}) };
  },
};

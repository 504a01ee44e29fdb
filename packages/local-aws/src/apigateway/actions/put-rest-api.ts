import { PutRestApi$, type PutRestApiRequest, type RestApi } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { changeApi, findApi } from "../find.ts";
import { parseDocument } from "../openapi/document.ts";
import { emptied, finishImport, keepIds } from "../openapi/import.ts";
import { readInto } from "../openapi/read-api.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewApi } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html: overwrites an API with a document, or merges it. */
export const PutRestApi: Action<ApiGatewayStore, PutRestApiRequest, RestApi> = {
  operation: PutRestApi$,
  async handle({ restApiId, body, mode = "merge", failOnWarnings, parameters }, store, context) {
    if (mode !== "merge" && mode !== "overwrite")
      throw badRequest("Invalid mode specified. Valid options are merge, overwrite");
    const document = await parseDocument(body);
    let warnings: string[] = [];
    const before = findApi(store, context, restApiId);
    const api = changeApi(store, before, (draft) => {
      if (mode === "overwrite") emptied(draft);
      warnings = readInto(draft, document, { basepath: parameters?.["basepath"] });
      keepIds(draft, before);
      finishImport(draft, store, { warnings, failOnWarnings });
    });
    return { ...viewApi(api), tags: api.tags ?? {}, ...(warnings.length > 0 ? { warnings } : {}) };
  },
};

import { type ExportResponse, GetExport$, type GetExportRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { findDeployment, findStage } from "../find.ts";
import { exportApi, exportVersion } from "../openapi/export.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetExport.html: exports the stage's deployment. */
export const GetExport: Action<ApiGatewayStore, GetExportRequest, ExportResponse> = {
  operation: GetExport$,
  handle({ restApiId, stageName, exportType: type, parameters, accepts }, store, context) {
    if (type !== "oas30" && type !== "swagger") throw badRequest(`No API exporter for type '${type}'`);
    const stage = findStage(store, context, restApiId, stageName);
    const { api } = findDeployment(store, context, restApiId, stage.deploymentId);
    const extensions = (parameters?.["extensions"] ?? "").split(",").map((name) => name.trim());
    const document = exportApi(api, { type, stageName: stage.stageName, extensions });
    // JSON is also YAML.
    const suffix = accepts?.includes("yaml") ? "yaml" : "json";
    return {
      contentType: "application/octet-stream",
      contentDisposition: `attachment; filename="${type}_${exportVersion(api)}.${suffix}"`,
      body: Buffer.from(JSON.stringify(document, null, 2)),
    };
  },
};

import type { GetExportRequest } from "@aws-sdk/client-api-gateway";

/** Requests the export of a stage, with its integrations: what is deployed, not what is under Resources. */
export function stageExport(restApiId: string, stageName: string): GetExportRequest {
  return {
    restApiId,
    stageName,
    exportType: "oas30",
    parameters: { extensions: "integrations" },
    accepts: "application/json",
  };
}

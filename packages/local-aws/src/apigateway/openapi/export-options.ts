/** OpenAPI 3 or Swagger 2. */
export type ExportType = "oas30" | "swagger";

/** The options of GetExport. */
export interface ExportOptions {
  type: ExportType;
  stageName: string;
  /** The members of the `extensions` parameter: integrations, authorizers, apigateway, postman. */
  extensions: readonly string[];
}

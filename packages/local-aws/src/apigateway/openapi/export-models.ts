import { modelUrl } from "../models.ts";
import type { Api } from "../store.ts";
import type { ExportType } from "./export-options.ts";

/** The schemas of the models that methods use, directly or by reference. */
export function exportSchemas(
  api: Readonly<Api>,
  used: ReadonlySet<string>,
  type: ExportType,
): Record<string, unknown> {
  const schemas: Record<string, unknown> = {};
  const open = [...used];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const schema = Object.hasOwn(schemas, name) ? undefined : api.models[name]?.schema;
    if (schema === undefined) continue;
    const local = schema.replace(modelUrl, (_, model: string) => {
      open.push(model);
      return type === "swagger" ? `#/definitions/${model}` : `#/components/schemas/${model}`;
    });
    const { $schema: _, ...rest } = JSON.parse(local) as Record<string, unknown>;
    schemas[name] = rest;
  }
  return schemas;
}

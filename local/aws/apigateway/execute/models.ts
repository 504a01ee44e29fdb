import type { Api } from "../store.ts";

/** Why a body does not fit a model, or nothing when it does. */
export function failsModel(_api: Readonly<Api>, _model: string, body: string): string | undefined {
  if (body.trim() === "") return undefined;
  try {
    JSON.parse(body);
    return undefined;
  } catch {
    return "Invalid JSON";
  }
}

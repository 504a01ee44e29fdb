import { type ConductorApi, conductorApi } from "./api.ts";
import { type ConductorAccess, connect } from "./connection.ts";

export * from "./api.ts";
export type { ConductorAccess } from "./connection.ts";

/** Connects to a server. */
export async function connectConductor(access: ConductorAccess): Promise<ConductorApi> {
  return conductorApi(await connect(access));
}

import type { EndpointConfiguration } from "@aws-sdk/client-api-gateway";
import { badRequest, invalid, notInEnum } from "./errors.ts";

/** In AWS's order. */
export const endpointTypes: readonly string[] = ["PRIVATE", "EDGE", "REGIONAL"];
export const ipAddressTypes: readonly string[] = ["ipv4", "dualstack"];

/** Rejects unknown endpoint and address types; AWS's front end checks them before anything else. */
export function checkEndpointEnums(configuration: EndpointConfiguration | undefined, at: string): void {
  const { types = [], ipAddressType } = configuration ?? {};
  const failures: string[] = [];
  if (types.some((type) => !endpointTypes.includes(type))) {
    failures.push(
      `Value '[${types.join(", ")}]' at '${at}.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${endpointTypes.join(", ")}]]`,
    );
  }
  if (ipAddressType !== undefined && !ipAddressTypes.includes(ipAddressType))
    failures.push(notInEnum(`${at}.ipAddressType`, ipAddressType, ipAddressTypes));
  if (failures.length > 0) throw invalid(failures);
}

/** Rejects combinations that API Gateway does not accept. */
export function checkEndpointCombination(configuration: EndpointConfiguration | undefined): void {
  if (!configuration) return;
  const { types, ipAddressType } = configuration;
  if (types && types.length === 0)
    throw badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  if (types && types.length > 1) throw badRequest("Cannot create an api with multiple Endpoint Types.");
  if (types?.[0] === "PRIVATE" && ipAddressType === "ipv4")
    throw badRequest("Only dualstack ipAddressType is supported for Private APIs.");
}

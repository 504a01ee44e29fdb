export { hostname, invokeHost, readInvokeUrl } from "@long-running-api/api-gateway/invoke-url";

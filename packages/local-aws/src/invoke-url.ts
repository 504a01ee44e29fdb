export {
  hostname,
  type InvokeTarget,
  invokeHost,
  readInvokeUrl,
} from "@long-running-api/api-gateway/invoke-url";

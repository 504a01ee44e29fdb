import type { SendLimits } from "./build.ts";

/** Conductor OSS's own time limits; ten megabytes are API Gateway's largest payload. */
export const sendLimits: SendLimits = {
  connectMsDefault: 3_000,
  readMsDefault: 3_000,
  totalMsMax: 600_000,
  bodyBytesMax: 10 * 1024 * 1024,
  redirectsMax: 50,
};

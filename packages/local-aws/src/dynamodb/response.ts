import { crc32 } from "node:zlib";
import type { WireResponse } from "../wire/wire.ts";

/** A JSON answer, with the checksum that boto3 verifies. */
export function jsonResponse(content: unknown, status = 200): WireResponse {
  const body = JSON.stringify(content ?? {});
  return {
    status,
    headers: { "Content-Type": "application/x-amz-json-1.0", "x-amz-crc32": String(crc32(body)) },
    body,
  };
}

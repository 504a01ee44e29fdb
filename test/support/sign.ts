import { Sha256 } from "@long-running-api/test-support/sha256";
import { SignatureV4 } from "@smithy/signature-v4";
import type { TestCloud } from "./cloud.ts";

export interface ToSign {
  service: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** Sends a signed request, for services without a client here and calls that no client makes. */
export async function fetchSigned(
  { region, credentials: usual }: TestCloud["access"],
  url: string,
  { service, method = "POST", headers = {}, body = "", credentials = usual }: ToSign,
): Promise<Response> {
  const { protocol, hostname, port, pathname, searchParams, host } = new URL(url);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method,
    protocol,
    hostname,
    port: Number(port),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { ...headers, host },
    body,
  });
  const { host: _, ...sent } = signed.headers as Record<string, string>;
  return await fetch(url, { method, headers: sent, ...(body === "" ? {} : { body }) });
}

import { cbor } from "@smithy/core/cbor";
import type { AwsError } from "../action.ts";
import { escapeXml } from "./query-xml.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/**
 * An error for a request to a service that this cloud lacks, in the form that the service's clients read: otherwise they
 * print that they cannot parse it, or only its status. The request itself shows which of AWS's protocols that is.
 */
export function refusalFor(
  { method, path, query, headers, body }: WireRequest,
  { service, error, requestId }: { service: string; error: AwsError; requestId: string },
): WireResponse {
  const { code, message, status } = error;
  const json = JSON.stringify({ __type: code, message });
  if (headers["smithy-protocol"] === "rpc-v2-cbor")
    return {
      status,
      headers: { "Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
      body: Buffer.from(cbor.serialize({ __type: code, message })),
    };
  if (headers["x-amz-target"] !== undefined)
    return {
      status,
      headers: { "Content-Type": headers["content-type"] ?? "application/x-amz-json-1.0" },
      body: json,
    };
  const form = /^application\/x-www-form-urlencoded/.test(headers["content-type"] ?? "");
  const isQuery = query.has("Action") || (form && /(^|&)Action=/.test(body.toString("latin1")));
  const xml = xmlFor({ service, isQuery, path });
  if (xml)
    return {
      status,
      headers: { "Content-Type": "text/xml" },
      body:
        method === "HEAD"
          ? ""
          : xml(`<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`, requestId),
    };
  return { status, headers: { "Content-Type": "application/json", "x-amzn-ErrorType": code }, body: json };
}

type Xml = (error: string, requestId: string) => string;

/** The services that answer in XML without the query protocol, by their names in a signature. */
const restXml = ["cloudfront", "route53"];

function xmlFor({
  service,
  isQuery,
  path,
}: {
  service: string;
  isQuery: boolean;
  path: string;
}): Xml | undefined {
  const isS3 = /^s3/.test(service);
  if (isS3 && !path.startsWith("/v20180820/"))
    // S3 Control's paths
    return (error, requestId) => `<Error>${error}<RequestId>${requestId}</RequestId></Error>`;
  if (service === "ec2")
    return (error, requestId) =>
      `<Response><Errors><Error>${error}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
  if (isS3 || isQuery || restXml.includes(service))
    return (error, requestId) =>
      `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return undefined;
}

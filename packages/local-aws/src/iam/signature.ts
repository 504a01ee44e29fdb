import type { WireRequest } from "../wire/wire.ts";
import { refusalsOf } from "./refusals.ts";
import type { Signature } from "./sigv4.ts";

/** Parses the signature from the Authorization header or the query string; throws AWS's errors. */
export function readSignature(request: WireRequest): Signature {
  return request.headers["authorization"] === undefined ? fromQuery(request) : fromHeader(request);
}

const algorithm = "AWS4-HMAC-SHA256";
/** The form of AWS region names: a misspelled one is rejected here, too. */
const regionPattern =
  /^(af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(central|(north|south)?(east|west)|north|south)-[1-9]$/;

function fromHeader({ headers }: WireRequest): Signature {
  const header = headers["authorization"] ?? "";
  const { incomplete, missing } = refusalsOf(serviceIn(header));
  if (!header.startsWith("AWS4-")) throw missing();
  if (!header.startsWith(`${algorithm} `))
    throw incomplete(`Unsupported AWS 'algorithm': '${header.split(" ")[0]}'.`);
  const fields = new Map<string, string>();
  for (const field of header.slice(algorithm.length).split(",")) {
    const text = field.trim();
    const [name = ""] = text.split("=", 1);
    fields.set(name, text.slice(name.length + 1));
  }
  const absent = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => !fields.get(name))
    .map((name) => `Authorization header requires '${name}' parameter. `);
  const timestamp = headers["x-amz-date"] ?? basicDate(headers["date"]);
  if (!timestamp)
    absent.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
  if (absent.length > 0 || !timestamp) throw incomplete(`${absent.join("")}Authorization=${header}`);
  return complete({
    credential: fields.get("Credential") ?? "",
    signedHeaders: fields.get("SignedHeaders") ?? "",
    signature: fields.get("Signature") ?? "",
    timestamp,
    sessionToken: headers["x-amz-security-token"],
  });
}

function fromQuery({ query }: WireRequest): Signature {
  const { incomplete, missing } = refusalsOf(serviceIn(`Credential=${query.get("X-Amz-Credential") ?? ""}`));
  if (!query.has("X-Amz-Algorithm")) throw missing();
  if (query.get("X-Amz-Algorithm") !== algorithm)
    throw incomplete(`Unsupported AWS 'algorithm': '${query.get("X-Amz-Algorithm")}'.`);
  const absent = ["X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"]
    .filter((name) => !query.get(name))
    .map((name) => `AWS query-string parameters must include '${name}'. `);
  if (absent.length > 0) throw incomplete(`${absent.join("")}Re-examine the query-string parameters.`);
  const expiresSeconds = Number(query.get("X-Amz-Expires") ?? 300);
  if (!(expiresSeconds >= 0 && expiresSeconds <= presignedSecondsMax))
    throw incomplete(`X-Amz-Expires must be less than ${presignedSecondsMax} seconds`);
  const signature = complete({
    credential: query.get("X-Amz-Credential") ?? "",
    signedHeaders: query.get("X-Amz-SignedHeaders") ?? "",
    signature: query.get("X-Amz-Signature") ?? "",
    timestamp: query.get("X-Amz-Date") ?? "",
    sessionToken: query.get("X-Amz-Security-Token") ?? undefined,
  });
  return { ...signature, presigned: { expiresSeconds } };
}

const presignedSecondsMax = 604_800;

function complete(fields: {
  credential: string;
  signedHeaders: string;
  signature: string;
  timestamp: string;
  sessionToken: string | undefined;
}): Signature {
  const { incomplete, invalid } = refusalsOf(serviceIn(`Credential=${fields.credential}`));
  const parts = fields.credential.split("/");
  const [accessKeyId = "", date = "", region = "", service = "", terminator = ""] = parts;
  if (parts.length !== 5)
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${fields.credential}'`,
    );
  if (!/^\d{8}T\d{6}Z$/.test(fields.timestamp))
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${fields.timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  const signedHeaders = fields.signedHeaders.toLowerCase().split(";");
  if (!signedHeaders.includes("host"))
    throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  const wrong: string[] = [];
  if (!regionPattern.test(region))
    wrong.push(`Credential should be scoped to a valid region, not '${region}'. `);
  if (terminator !== "aws4_request")
    wrong.push(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `);
  if (date !== fields.timestamp.slice(0, 8))
    wrong.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${fields.timestamp.slice(0, 8)}', from '${fields.timestamp}'.`,
    );
  if (wrong.length > 0) throw invalid(wrong.join("").trim());
  return {
    accessKeyId,
    date,
    region,
    service,
    terminator,
    signedHeaders,
    signature: fields.signature,
    timestamp: fields.timestamp,
    sessionToken: fields.sessionToken,
    presigned: undefined,
  };
}

/** The service in a credential scope, if any: it decides the form of an error. */
function serviceIn(text: string): string {
  return /Credential=[^/]*\/[^/]*\/[^/]*\/([^/,\s]*)/.exec(text)?.[1] ?? "";
}

/** An HTTP date, for clients that send no X-Amz-Date. */
function basicDate(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? "");
  return Number.isNaN(time) ? undefined : basic(new Date(time));
}

/** `20261122T144200Z` */
export function basic(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** The time of such a text, in ms since 1970; NaN when there is no such date. */
export function timeOf(text: string): number {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)];
  return Date.parse(
    `${year}-${month}-${day}T${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13, 15)}Z`,
  );
}

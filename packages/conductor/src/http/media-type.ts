import { HttpFailure } from "./failure.ts";

export interface MediaType {
  type: string;
  subtype: string;
  /** In lower case; undefined without one. */
  charset?: string;
  /** As Spring writes it in a header. */
  text: string;
}

const token = /^[!#$%&'*+\-.^_`|~0-9a-z]$/i;

/** Parses a media type as Spring's MediaType.valueOf does, with its error messages. */
export function parseMediaType(value: string): MediaType {
  const [full = "", ...rest] = value.split(";");
  const name = full.trim() === "*" ? "*/*" : full.trim();
  if (name === "" || name === "null") throw invalid(value, "'mimeType' must not be empty");
  const slash = name.indexOf("/");
  if (slash < 0) throw invalid(value, "does not contain '/'");
  if (slash === name.length - 1) throw invalid(value, "does not contain subtype after '/'");
  const type = name.slice(0, slash).toLowerCase();
  const subtype = name.slice(slash + 1).toLowerCase();
  if (type === "*" && subtype !== "*")
    throw invalid(value, "wildcard type is legal only in '*/*' (all mime types)");
  for (const part of [type, subtype]) checkToken(value, part);
  const parameters = rest.map((parameter) => parameter.trim()).filter((parameter) => parameter !== "");
  const charset = charsetOf(value, parameters);
  return {
    type,
    subtype,
    ...(charset === undefined ? {} : { charset }),
    text: [`${type}/${subtype}`, ...parameters].join(";"),
  };
}

/** application/json and application/*+json: what Spring reads and writes as UTF-8 by default. */
export function isJson({ type, subtype }: MediaType): boolean {
  return type === "application" && (subtype === "json" || subtype.endsWith("+json"));
}

function checkToken(value: string, part: string): void {
  const wrong = [...part].find((character) => !token.test(character));
  if (wrong !== undefined) throw invalid(value, `Invalid token character '${wrong}' in token "${part}"`);
}

function charsetOf(value: string, parameters: readonly string[]): string | undefined {
  const found = parameters.find((parameter) => /^charset\s*=/i.test(parameter));
  if (found === undefined) return undefined;
  const charset = found
    .slice(found.indexOf("=") + 1)
    .trim()
    .replace(/^"(.*)"$/, "$1");
  if (!isKnownCharset(charset)) throw invalid(value, `unsupported charset '${charset}'`);
  return charset.toLowerCase();
}

function isKnownCharset(charset: string): boolean {
  try {
    new TextDecoder(charset);
    return true;
  } catch {
    return false;
  }
}

function invalid(value: string, why: string): HttpFailure {
  return new HttpFailure(
    `org.springframework.http.InvalidMediaTypeException: Invalid mime type "${value}": ${why}`,
  );
}

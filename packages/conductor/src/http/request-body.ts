import { classOf } from "@long-running-api/jsonpath/values";
import { toJava } from "../java-values.ts";
import { stringifyJson } from "../json.ts";
import { clientFailure } from "./failure.ts";
import { isJson, type MediaType } from "./media-type.ts";

/**
 * A task's `body` as bytes. Text goes out as it is, in the charset of its type (Latin-1 without one, as Spring's
 * StringHttpMessageConverter does); anything else as JSON, if the type is JSON. Undefined without a body.
 */
export function encodeBody(body: unknown, contentType: MediaType): Buffer | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string") return encodeText(body, contentType);
  const utf8 = contentType.charset === undefined || contentType.charset === "utf-8";
  if (!isJson(contentType) || !utf8)
    throw clientFailure(
      `No HttpMessageConverter for ${classOf(toJava(body) ?? "")} and content type "${contentType.text}"`,
    );
  return Buffer.from(stringifyJson(body), "utf8");
}

function encodeText(text: string, contentType: MediaType): Buffer {
  const charset = contentType.charset ?? (isJson(contentType) ? "utf-8" : "iso-8859-1");
  if (charset === "utf-16le") return Buffer.from(text, "utf16le");
  if (!["iso-8859-1", "us-ascii", "latin1"].includes(charset)) return Buffer.from(text, "utf8");
  // Characters outside the charset become question marks, as in Java.
  return Buffer.from(
    Array.from(text, (character) => ((character.codePointAt(0) ?? 0) > 255 ? "?" : character)).join(""),
    "latin1",
  );
}

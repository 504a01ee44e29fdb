import { NotJson, parseJson } from "@long-running-api/jsonpath/json";
import { chargeText, type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import { text } from "@long-running-api/jsonpath/print";
import type { Host, Value } from "@long-running-api/jsonpath/values";

import { fromBase64, toBase64, utf8Bytes, utf8Text } from "../bytes.ts";

type Function = (argument: Value, meter: Meter) => Value | undefined;

/** `$util`: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference */
export function utilVariable(meter: Meter): Host {
  return {
    kind: "host",
    // As `$input`: by itself it prints nothing.
    print() {
      return "";
    },
    method(name, [argument, ...rest]) {
      if (argument === undefined || rest.length > 0 || !Object.hasOwn(functions, name)) return undefined;
      return functions[name]?.(argument, meter);
    },
  };
}

const functions: Readonly<Record<string, Function>> = {
  escapeJavaScript: ofText(escapeJavaScript),
  parseJson: readJson,
  urlEncode: ofText(urlEncode),
  urlDecode: ofText(urlDecode),
  base64Encode: ofText((plain) => toBase64(utf8Bytes(plain))),
  base64Decode: ofText((encoded) => utf8Text(fromBase64(encoded))),
};

function ofText(change: (plain: string) => string): Function {
  return (argument, meter) => {
    const plain = text(argument, meter);
    const changed = change(plain);
    chargeText(meter, changed.length);
    return changed;
  };
}

const named: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/**
 * Commons Lang's escapeJavaScript: both kinds of quotes, backslash, slash, and everything but printable ASCII. A
 * single quote becomes `\'`, which is not valid JSON; the documentation's remedy is `.replaceAll("\\'","'")`.
 */
function escapeJavaScript(plain: string): string {
  return plain.replace(/["'\\/]|[^ -~]/g, (character) => {
    if ("\"'\\/".includes(character)) return `\\${character}`;
    return named[character] ?? unicodeEscapes(character);
  });
}

function unicodeEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0")}`;
  }).join("");
}

function readJson(argument: Value, meter: Meter): Value | undefined {
  if (typeof argument !== "string")
    return argument !== null && typeof argument === "object" ? undefined : argument;
  try {
    return parseJson(argument, meter);
  } catch (error) {
    if (error instanceof NotJson)
      throw new RenderFault(`$util.parseJson cannot read its argument: ${error.message}.`);
    throw error;
  }
}

/** java.net.URLEncoder: form encoding, in which a space is a plus sign. */
function urlEncode(plain: string): string {
  // A lone surrogate has no UTF-8 encoding: Java writes a question mark.
  const paired = plain.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) =>
    found.length === 2 ? found : "?",
  );
  const encoded = encodeURIComponent(paired);
  return encoded.replace(/%20/g, "+").replace(/[!'()~]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

/** java.net.URLDecoder, which rejects an invalid escape. */
function urlDecode(encoded: string): string {
  const spaced = encoded.replaceAll("+", " ");
  const broken = /%(?![0-9a-fA-F]{2})/.exec(spaced);
  if (broken) {
    throw new RenderFault(
      `$util.urlDecode: ${JSON.stringify(spaced.slice(broken.index, broken.index + 3))} is not a hexadecimal escape.`,
    );
  }
  return spaced.replace(/(?:%[0-9a-fA-F]{2})+/g, (bytes) =>
    utf8Text(Uint8Array.from(bytes.slice(1).split("%"), (byte) => Number.parseInt(byte, 16))),
  );
}

import { type Meter, newMeter } from "@long-running-api/jsonpath/meter";
import { isBroken } from "./json-body.ts";
import { placeAt, TemplateError } from "./templates/errors.ts";

/** A template that reads the body needs valid JSON, as a mapping of `method.request.body.…` does. */
const readsDocument = /\$!?\{?input\.(path|json)\b/;

/** The message of the 400 that a caller gets for such a body. */
export const invalidJsonMessage = "Invalid JSON in request body";

/** Why API Gateway rejects a body before a request template reads it, with the place of the first read; undefined for any other body. */
export function unreadableBody(
  template: string,
  body: string,
  meter: Meter = newMeter(),
): TemplateError | undefined {
  const read = readsDocument.exec(template);
  return read && isBroken(body, meter)
    ? new TemplateError(invalidJsonMessage, placeAt(template, read.index))
    : undefined;
}

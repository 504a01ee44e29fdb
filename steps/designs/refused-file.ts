import { Problem } from "@long-running-api/foundation/problem";
import type { DesignFile } from "./index.ts";

/** Errors about the contents of a request, not about the caller or the time. */
const aboutContent =
  /^(MalformedPolicyDocument|ValidationException|InvalidParameterValue|InvalidRequestContent|BadRequest|SerializationException|InvalidInput|ConductorRefusal)/;

/** Sends the contents of a learner's file; if the service rejects it, the Problem names the file and the service's error. */
export async function sendFile<T>(file: DesignFile, service: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!file.own || !(error instanceof Error) || !aboutContent.test(error.name)) throw error;
    throw new Problem(
      `${service} rejected ${file.shown}.`,
      { expected: "a file that the service accepts", seen: error.message },
      `Correct ${file.shown}, then save it again.`,
    );
  }
}

import { Problem } from "@long-running-api/foundation/problem";
import type { DesignFile } from "./index.ts";

/** Errors by which a service refuses what it was sent, not who sent it or when. */
const aboutContent =
  /^(MalformedPolicyDocument|ValidationException|InvalidParameterValue|InvalidRequestContent|BadRequest|SerializationException|InvalidInput|ConductorRefusal)/;

/** Sends what a learner's file says; where the service refuses it, the Problem names the file and the service's words. */
export async function sendFile<T>(file: DesignFile, service: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!file.own || !(error instanceof Error) || !aboutContent.test(error.name)) throw error;
    throw new Problem(
      `${service} refuses ${file.shown}.`,
      { expected: "a file that the service accepts", seen: error.message },
      `Correct ${file.shown}, then save it again.`,
    );
  }
}

import type { FunctionCode } from "@aws-sdk/client-lambda";
import { type CodeStore, nameOf, type SavedCode } from "./code.ts";
import { invalid } from "./errors.ts";

/** Checks the code in a request; returns a function that stores the code or throws AWS's error. */
export async function inspectCode(
  code: FunctionCode | undefined,
  store: Pick<CodeStore, "inspect">,
): Promise<() => SavedCode> {
  if (code?.ZipFile && code.ZipFile.length > 0) return await store.inspect(Buffer.from(code.ZipFile));
  return () => refuse(code);
}

function refuse(code: FunctionCode | undefined): never {
  if (code?.S3Bucket !== undefined)
    throw invalid(
      "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist",
    );
  if (code?.ImageUri !== undefined)
    throw invalid("Functions as container images are not in the embedded cloud: send a zip.");
  throw invalid("Please provide a source for function code.");
}

/** The download URL of a configuration's code. */
export function downloadUrl(endpoint: string, sha256: string, name: string): string {
  return `${endpoint}/_aws/lambda/code/${nameOf(sha256)}/${name}.zip`;
}

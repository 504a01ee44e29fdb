import { UpdateFunctionCodeCommand, waitUntilFunctionUpdatedV2 } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import type { LearnerPractice } from "./practice.ts";

// Changes to a solved environment, as made in the console.

export async function upload(
  { lambda, names }: LearnerPractice,
  files: Record<string, string>,
): Promise<void> {
  const ZipFile = zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])),
  );
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: names.function, ZipFile }));
  const wait = { minDelay: 0.1, maxDelay: 0.5, maxWaitTime: 30 };
  await waitUntilFunctionUpdatedV2({ client: lambda, ...wait }, { FunctionName: names.function });
}

/** Changes the registered definition's JSON; a change that changes nothing is a mistake of the test. */
export async function redefine(
  { conductor, names }: LearnerPractice,
  change: (text: string) => string,
): Promise<void> {
  const text = JSON.stringify(await conductor.definition(names.workflow));
  const changed = change(text);
  if (changed === text) throw new Error(`Nothing was changed in ${text}`);
  await conductor.register(JSON.parse(changed));
}

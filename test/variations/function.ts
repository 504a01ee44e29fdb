import {
  LambdaClient,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import type { Place } from "../../instructor/fault.ts";
import { deployed } from "../../instructor/faults/change/api.ts";
import { type Change, replaceOrThrow, sequence } from "../../instructor/faults/change/change.ts";
import { rewritten } from "../../instructor/faults/change/code.ts";
import { configure, moveFunction, ownFunction, reserve } from "../../instructor/faults/change/function.ts";
import { changeIntegration } from "../../instructor/faults/change/method.ts";
import {
  addOtherFunction,
  callAlias,
  callOther,
  publish,
} from "../../instructor/faults/change/other-function.ts";
import { allow } from "./permission.ts";
import type { Variation } from "./variation.ts";

/** Other settings of the function, and other functions. */
export const functionVariations: readonly Variation[] = [
  {
    story: "A reserved concurrency of 10, more memory, a timeout of 15 minutes.",
    change: sequence(
      reserve(10),
      configure(() => ({ MemorySize: 512, Timeout: 900 })),
    ),
  },
  {
    story: "A timeout of 20 s for work of 2 s.",
    change: configure(() => ({ Timeout: 20 })),
  },
  {
    story: "Another architecture, tracing, more ephemeral storage.",
    change: configure(() => ({ TracingConfig: { Mode: "Active" }, EphemeralStorage: { Size: 1024 } })),
  },
  { story: "No retries of failed events.", change: neverAgain },
  { story: "A function of another name, which the API calls.", change: otherFunction },
  { story: "The integrations call a version of the function.", change: publishedVersion },
  {
    story: "The integrations call an alias of the function.",
    change: sequence(publish({ permitted: true }), callAlias),
  },
  { story: "Two functions, one that starts the work and one that returns its status.", change: twoFunctions },
];

async function neverAgain(place: Place): Promise<void> {
  const { client, FunctionName } = await ownFunction(place);
  await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }));
}

async function otherFunction(place: Place): Promise<void> {
  const name = "my-slow-function";
  await moveFunction({ name: () => name })(place);
  await allow({ FunctionName: name })(place);
  await changeUris((uri) => replaceOrThrow(uri, place.names.function, name))(place);
}

async function publishedVersion(place: Place): Promise<void> {
  const { client, FunctionName } = await ownFunction(place);
  const { Version: Qualifier = "" } = await client.send(new PublishVersionCommand({ FunctionName }));
  await allow({ Qualifier })(place);
  await changeUris((uri) => replaceOrThrow(uri, "/invocations", `:${Qualifier}/invocations`))(place);
}

function changeUris(change: (uri: string) => string): Change {
  const changed = ({ uri = "" }: { uri?: string | undefined }) => ({ uri: change(uri) });
  return deployed(changeIntegration("POST", changed), changeIntegration("GET", changed));
}

async function twoFunctions(place: Place): Promise<void> {
  await addOtherFunction(place);
  const client = new LambdaClient(place.target.aws);
  const FunctionName = `${place.names.function}-first-try`;
  const settled = () =>
    waitUntilFunctionUpdatedV2({ client, ...place.target.waiting, maxWaitTime: 30 }, { FunctionName });
  const { configuration } = await ownFunction(place);
  const Environment = { Variables: configuration.Environment?.Variables };
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }));
  await settled();
  const ZipFile = zipSync({ "index.mjs": strToU8(rewritten()) });
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await settled();
  await callOther("GET")(place);
}

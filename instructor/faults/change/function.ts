import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type FunctionConfiguration,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { unless } from "@long-running-api/kit/aws-errors";
import { tagsOf, tutorialTable } from "@long-running-api/kit/names";
import { zipSync } from "fflate";
import { findFunction } from "../../../steps/02-lambda/function.ts";
import { missingStep } from "../../../steps/missing.ts";
import { isOurs, requireOurs } from "../../../steps/owned.ts";
import type { Place } from "../../fault.ts";
import { type Change, sequence } from "./change.ts";
import { consoleExample, rewritten } from "./code.ts";

const secondsMax = 60;

/** Changes settings of the function; those that stay are known to the change. */
export function configure(
  change: (current: FunctionConfiguration) => Omit<UpdateFunctionConfigurationCommandInput, "FunctionName">,
): Change {
  return async (place) => {
    const { client, FunctionName, configuration } = await ownFunction(place);
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...change(configuration) }));
    await settled(place, client);
  };
}

/** Sets environment variables of the function, or removes those that are undefined. */
export function setVariables(variables: Readonly<Record<string, string | undefined>>): Change {
  return configure(({ Environment }) => ({
    Environment: {
      Variables: Object.fromEntries(
        Object.entries({ ...Environment?.Variables, ...variables }).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
    },
  }));
}

const forNode = { Runtime: "nodejs22.x", Handler: "index.handler" } as const;
const forPython = { Runtime: "python3.13", Handler: "lambda_function.lambda_handler" } as const;

export const asNode = configure(() => forNode);
export const asPython = configure(() => forPython);

/** Code in JavaScript, as the console's editor would deploy it. */
export function writeNode(code: string): Change {
  return sequence(upload({ "index.mjs": code }), asNode);
}

/** Code in Python. */
export function writePython(code: string): Change {
  return sequence(upload({ "lambda_function.py": code }), asPython);
}

/** Uploads other files instead of the function's own. */
export function upload(files: Readonly<Record<string, string>>): Change {
  return async (place) => {
    const { client, FunctionName } = await ownFunction(place);
    const ZipFile = zip(forTable(files, place.names.table));
    await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    await settled(place, client);
  };
}

/** Code that names the tutorial's table gets this learner's table instead: otherwise it would have two faults. */
function forTable(files: Readonly<Record<string, string>>, table: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replaceAll(tutorialTable, table)]),
  );
}

/** The reserved concurrency: how many calls may run at once. */
export function reserve(ReservedConcurrentExecutions: number): Change {
  return async (place) => {
    const { client, FunctionName } = await ownFunction(place);
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  };
}

/** Deletes the function; its log group stays, as in the console. */
export async function deleteFunction(place: Place): Promise<void> {
  const { client, FunctionName } = await ownFunction(place);
  await client.send(new DeleteFunctionCommand({ FunctionName }));
}

/** Where the function is created again: a function cannot be renamed. */
export interface Move {
  name?: (name: string) => string;
  region?: string;
  /** As the console creates it: with the sample code and default settings. */
  bare?: boolean;
}

/** Deletes the function and makes one of another name, or in another region. */
export function moveFunction(move: Move): Change {
  return async (place) => {
    const { configuration } = await ownFunction(place);
    await deleteFunction(place);
    const { client, FunctionName } = moved(place, move);
    const { Role, Timeout, Environment } = configuration;
    const code = move.bare ? consoleExample : rewritten();
    await client.send(
      new CreateFunctionCommand({
        FunctionName,
        Role,
        ...(move.bare ? {} : { Timeout, Environment: { Variables: Environment?.Variables } }),
        ...forNode,
        Code: { ZipFile: zip({ "index.mjs": code }) },
        Tags: tagsOf(place.names),
      }),
    );
    await waitUntilFunctionActiveV2(
      { client, ...place.target.waiting, maxWaitTime: secondsMax },
      { FunctionName },
    );
  };
}

/** Deletes what `moveFunction` created. */
export function dropMoved(move: Move): Change {
  return async (place) => {
    const { client, FunctionName } = moved(place, move);
    const found = await findFunction(client, FunctionName);
    if (!found || !isOurs(found.tags, place.names)) return;
    await unless("ResourceNotFoundException", () => client.send(new DeleteFunctionCommand({ FunctionName })));
  };
}

function moved({ target, names }: Place, { name, region }: Move) {
  return {
    client: new LambdaClient({ ...target.aws, ...(region === undefined ? {} : { region }) }),
    FunctionName: name ? name(names.function) : names.function,
  };
}

/** The function that the step created, and no other one. */
export async function ownFunction({ target, names }: Place) {
  const client = new LambdaClient(target.aws);
  const FunctionName = names.function;
  const found = await findFunction(client, FunctionName);
  if (!found) throw missingStep("02-lambda", `There is no function ${FunctionName}.`, "lambda:GetFunction");
  requireOurs({ tags: found.tags, names, thing: `The function ${FunctionName}`, option: "--function NAME" });
  return { client, FunctionName, configuration: found.configuration };
}

async function settled({ target, names }: Place, client: LambdaClient): Promise<void> {
  await waitUntilFunctionUpdatedV2(
    { client, ...target.waiting, maxWaitTime: secondsMax },
    { FunctionName: names.function },
  );
}

function zip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])),
  );
}

import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { unless } from "@long-running-api/kit/aws-errors";
import { tagsOf } from "@long-running-api/kit/names";
import { strToU8, zipSync } from "fflate";
import { deleteRole } from "../../../steps/02-lambda/role.ts";
import { tagList } from "../../../steps/owned.ts";
import type { Place } from "../../fault.ts";
import { deployed, type Verb } from "./api.ts";
import { type Change, replaceOrThrow, sequence } from "./change.ts";
import { consoleExample } from "./code.ts";
import { configure, dropMoved, ownFunction } from "./function.ts";
import { changeIntegration } from "./method.ts";

const other = (name: string) => `${name}-first-try`;
const alias = "live";
const secondsMax = 60;

/** An earlier attempt: a second function with the console's sample code, which any API may invoke. */
export async function addOtherFunction(place: Place): Promise<void> {
  const { client, FunctionName: name, configuration } = await ownFunction(place);
  const FunctionName = other(name);
  const ZipFile = zipSync({ "index.mjs": strToU8(consoleExample) });
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: configuration.Role,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Timeout: configuration.Timeout,
      Code: { ZipFile },
      Tags: tagsOf(place.names),
    }),
  );
  await waitUntilFunctionActiveV2(
    { client, ...place.target.waiting, maxWaitTime: secondsMax },
    { FunctionName },
  );
  await client.send(new AddPermissionCommand({ FunctionName, ...anyApi }));
}

const anyApi = {
  StatementId: "any-api",
  Action: "lambda:InvokeFunction",
  Principal: "apigateway.amazonaws.com",
};

export const dropOtherFunction: Change = dropMoved({ name: other });

/** Methods that call the other function. */
export function callOther(...verbs: readonly Verb[]): Change {
  return redirect(verbs, (uri) => replaceOrThrow(uri, "/invocations", "-first-try/invocations"));
}

/** The code as it is, under an alias. */
export function publish({ permitted }: { permitted: boolean }): Change {
  return async (place) => {
    const { client, FunctionName } = await ownFunction(place);
    const { Version } = await client.send(new PublishVersionCommand({ FunctionName }));
    await client.send(new CreateAliasCommand({ FunctionName, Name: alias, FunctionVersion: Version }));
    if (permitted) await client.send(new AddPermissionCommand({ FunctionName, Qualifier: alias, ...anyApi }));
  };
}

/** Both methods call the alias. */
export const callAlias: Change = redirect(["POST", "GET"], (uri) =>
  replaceOrThrow(uri, "/invocations", `:${alias}/invocations`),
);

function redirect(verbs: readonly Verb[], change: (uri: string) => string): Change {
  const redirected = verbs.map((verb) => changeIntegration(verb, ({ uri = "" }) => ({ uri: change(uri) })));
  return deployed(sequence(...redirected));
}

/** A role as the console creates it with a function: it may only write logs. */
export async function giveBareRole(place: Place): Promise<void> {
  const { Role } = await new IAMClient(place.target.aws).send(
    new CreateRoleCommand({
      RoleName: bareRole(place),
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      }),
      Tags: tagList(tagsOf(place.names)),
    }),
  );
  await configure(() => ({ Role: Role?.Arn }))(place);
}

export async function dropBareRole(place: Place): Promise<void> {
  const client = new IAMClient(place.target.aws);
  await unless("NoSuchEntityException", () => deleteRole(client, bareRole(place)));
}

function bareRole({ names }: Place): string {
  return `${names.role}-bare`;
}

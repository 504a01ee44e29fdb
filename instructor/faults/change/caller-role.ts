import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { unless } from "@long-running-api/kit/aws-errors";
import { tagsOf } from "@long-running-api/kit/names";
import { deleteRole } from "../../../steps/02-lambda/role.ts";
import { tagList } from "../../../steps/owned.ts";
import type { Place } from "../../fault.ts";

/** Creates the role of an integration that calls as itself; returns its ARN. */
export async function createCallerRole(
  place: Place,
  { Service, Action }: { Service: string; Action: string },
): Promise<string> {
  const client = new IAMClient(place.target.aws);
  const RoleName = callerRole(place);
  const document = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const { Role } = await client.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: document({ Principal: { Service }, Action: "sts:AssumeRole" }),
      Tags: tagList(tagsOf(place.names)),
    }),
  );
  const PolicyDocument = document({ Action, Resource: "*" });
  await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: "call", PolicyDocument }));
  return Role?.Arn ?? "";
}

/** Deletes that role. */
export async function dropCallerRole(place: Place): Promise<void> {
  const client = new IAMClient(place.target.aws);
  await unless("NoSuchEntityException", () => deleteRole(client, callerRole(place)));
}

function callerRole({ names }: Place): string {
  return `${names.role}-caller`;
}

import { createHash } from "node:crypto";
import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-dynamodb";
import { GetRoleCommand, IAMClient, TagRoleCommand, UntagRoleCommand } from "@aws-sdk/client-iam";
import { unless } from "@long-running-api/kit/aws-errors";
import { isOurs, tagRecord } from "../../steps/owned.ts";
import type { Fault, Place } from "../fault.ts";
import { faults } from "../faults/index.ts";
import type { FunctionSettings } from "./function-settings.ts";

// No state file: a fault leaves a tag on the table and on the role, of which at least one outlives nearly every fault.
// It names the fault by a digest, so that it does not give the fault away to anyone who sees it in the console.

const key = "practice";
const unfinished = "unfinished";

/** The tag's contents. */
export interface FaultTag {
  fault: Fault;
  /** The function's settings before the fault. */
  settings: FunctionSettings;
  /** False if the command that injects it has not ended. */
  injected: boolean;
}

/** Injects a fault into an environment, with its tag before and after: a command may be killed in between. */
export async function tagAndInject(place: Place, tag: Omit<FaultTag, "injected">): Promise<void> {
  await writeFaultTag(place, { ...tag, injected: false });
  await tag.fault.inject(place);
  await writeFaultTag(place, { ...tag, injected: true }); // also on what the fault recreated
}

/** Tags the table and the role, if they exist. */
async function writeFaultTag(place: Place, { fault, settings, injected }: FaultTag): Promise<void> {
  const words = [
    digest(fault),
    settings.runtime,
    settings.processingSeconds,
    ...(injected ? [] : [unfinished]),
  ];
  const Value = words.join(" ");
  const { table, role } = await taggable(place);
  if (table)
    await table.client.send(new TagResourceCommand({ ResourceArn: table.arn, Tags: [{ Key: key, Value }] }));
  if (role)
    await role.client.send(new TagRoleCommand({ RoleName: place.names.role, Tags: [{ Key: key, Value }] }));
}

/** The tag of an environment, if it has one. */
export async function readFaultTag(place: Place): Promise<FaultTag | undefined> {
  const { table, role } = await taggable(place);
  const [code, runtime, seconds, state] = (table?.tags[key] ?? role?.tags[key] ?? "").split(" ");
  const fault = faults.find((each) => digest(each) === code);
  return (
    fault && {
      fault,
      settings: { runtime: runtime === "python" ? "python" : "node", processingSeconds: seconds ?? "25" },
      injected: state !== unfinished,
    }
  );
}

export async function removeFaultTag(place: Place): Promise<void> {
  const { table, role } = await taggable(place);
  if (table?.tags[key])
    await table.client.send(new UntagResourceCommand({ ResourceArn: table.arn, TagKeys: [key] }));
  if (role?.tags[key])
    await role.client.send(new UntagRoleCommand({ RoleName: place.names.role, TagKeys: [key] }));
}

function digest({ id }: Fault): string {
  return createHash("sha256").update(`practice:${id}`).digest("hex").slice(0, 12);
}

/** The two resources that can have the tag, if they exist and are ours. */
async function taggable(place: Place) {
  const [table, role] = await Promise.all([tableOf(place), roleOf(place)]);
  return { table, role };
}

async function tableOf({ target, names }: Place) {
  const client = new DynamoDBClient(target.aws);
  const found = await unless("ResourceNotFoundException", () =>
    client.send(new DescribeTableCommand({ TableName: names.table })),
  );
  const arn = found?.Table?.TableArn;
  if (arn === undefined) return undefined;
  const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
  const tags = tagRecord(Tags);
  return isOurs(tags, names) ? { client, arn, tags } : undefined;
}

async function roleOf({ target, names }: Place) {
  const client = new IAMClient(target.aws);
  const found = await unless("NoSuchEntityException", () =>
    client.send(new GetRoleCommand({ RoleName: names.role })),
  );
  const tags = tagRecord(found?.Role?.Tags);
  return isOurs(tags, names) ? { client, tags } : undefined;
}

import { AwsError } from "../action.ts";
import { nameOf } from "./arns.ts";
import { validationException } from "./errors.ts";
import type { Input, OperationContext } from "./operation-context.ts";
import { plainSettings, settingsKey, type TableSettings, type Tag } from "./settings.ts";

const tagsMax = 50;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html */
export async function TagResource(input: Input, context: OperationContext): Promise<object> {
  await context.tables.validate("TagResource", input);
  const { key, settings } = await settingsOf(input, context);
  const tags = new Map(settings.tags.map(({ Key, Value }) => [Key, Value]));
  for (const { Key, Value } of readTags(input["Tags"])) tags.set(Key, Value);
  if (tags.size > tagsMax)
    throw validationException(
      `One or more parameter values were invalid: Too many tags: the limit is ${tagsMax}`,
    );
  context.settings.put(key, { ...settings, tags: [...tags].map(([Key, Value]) => ({ Key, Value })) });
  return {};
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html */
export async function UntagResource(input: Input, context: OperationContext): Promise<object> {
  await context.tables.validate("UntagResource", input);
  const { key, settings } = await settingsOf(input, context);
  const gone = input["TagKeys"] as string[];
  context.settings.put(key, { ...settings, tags: settings.tags.filter(({ Key }) => !gone.includes(Key)) });
  return {};
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html */
export async function ListTagsOfResource(input: Input, context: OperationContext): Promise<object> {
  await context.tables.validate("ListTagsOfResource", input);
  const { settings } = await settingsOf(input, context);
  return { Tags: settings.tags };
}

/** The tags of a request; throws for invalid ones. */
export function readTags(tags: unknown): Tag[] {
  if (tags === undefined || tags === null) return [];
  if (!Array.isArray(tags)) throw validationException("Tags must be a list.");
  const list = tags.map((tag: { Key?: unknown; Value?: unknown } | null) => {
    const { Key, Value } = tag ?? {};
    if (typeof Key !== "string" || typeof Value !== "string" || Key === "")
      throw validationException("One or more parameter values were invalid: A tag needs a Key and a Value");
    if (/^aws:/i.test(Key))
      throw validationException(
        "One or more parameter values were invalid: Tag keys starting with 'aws:' are reserved for system use",
      );
    return { Key, Value };
  });
  if (new Set(list.map(({ Key }) => Key)).size < list.length)
    throw validationException(
      "One or more parameter values were invalid: Duplicate tag keys found in the input",
    );
  return list;
}

async function settingsOf(
  input: Input,
  context: OperationContext,
): Promise<{ key: string; settings: TableSettings }> {
  const arn = String(input["ResourceArn"]);
  const name = nameOf(arn);
  if (!(await context.tables.table(name)))
    throw new AwsError(
      "ResourceNotFoundException",
      `Requested resource not found: ResourcArn: ${arn} not found`,
    );
  const key = settingsKey(context.region, name);
  return { key, settings: context.settings.get(key) ?? plainSettings };
}

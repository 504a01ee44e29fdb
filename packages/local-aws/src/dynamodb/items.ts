import { isLibraryError, type LibraryError } from "./library.ts";
import { type Input, nameIn, type OperationContext } from "./operation-context.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export function PutItem(input: Input, context: OperationContext): Promise<object> {
  return conditional("PutItem", input, context, () => keyOf(input["Item"], nameIn(input), context));
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export function UpdateItem(input: Input, context: OperationContext): Promise<object> {
  return conditional("UpdateItem", input, context, async () => structuredClone(input["Key"]));
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export function DeleteItem(input: Input, context: OperationContext): Promise<object> {
  return conditional("DeleteItem", input, context, async () => structuredClone(input["Key"]));
}

/** Dynalite lacks ReturnValuesOnConditionCheckFailure: we read the conflicting item afterwards. */
async function conditional(
  operation: "PutItem" | "UpdateItem" | "DeleteItem",
  input: Input,
  context: OperationContext,
  key: () => Promise<unknown>,
): Promise<object> {
  if (input["ReturnValuesOnConditionCheckFailure"] !== "ALL_OLD")
    return await context.tables.run(operation, input);
  const [TableName, Key] = [nameIn(input), await key()];
  try {
    return await context.tables.run(operation, input);
  } catch (error) {
    if (!isLibraryError(error) || !isConditionFailed(error)) throw error;
    const { Item } = await context.tables.run("GetItem", { TableName, Key, ConsistentRead: true });
    if (Item !== undefined) {
      // With an item, AWS spells the member `Message`.
      const { message: Message, ...body } = error.body;
      error.body = { ...body, Message, Item };
    }
    throw error;
  }
}

function isConditionFailed({ body }: LibraryError): boolean {
  return body.__type.endsWith("#ConditionalCheckFailedException");
}

/** The key attributes of an item. */
async function keyOf(item: unknown, table: string, { tables }: OperationContext): Promise<Input> {
  const schema = (await tables.table(table))?.KeySchema ?? [];
  const attributes = structuredClone(item ?? {}) as Input;
  return Object.fromEntries(schema.map(({ AttributeName }) => [AttributeName, attributes[AttributeName]]));
}

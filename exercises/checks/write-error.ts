import { type ErrorHint, errorHint } from "../../checks/rules/error-hint.ts";

/** Errors of a learner's own writes, which the tutorial's function never has. The first row that matches counts. */
export const writeErrorHints: readonly ErrorHint[] = [
  {
    pattern: /ConditionalCheckFailed/,
    hint: "The condition was false, so DynamoDB rejected the write. The code has to catch this error by its name.",
    recorded: "ConditionalCheckFailedException The conditional request failed",
  },
  {
    pattern:
      /expression attribute (?:name|value) used in|unused in expressions|contains invalid key|only be specified when using expressions/,
    hint: "Each #name needs an entry in ExpressionAttributeNames, each :value one in ExpressionAttributeValues, and the expression must use every entry.",
    recorded:
      "ValidationException Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #s",
  },
  {
    pattern: /Invalid \w+Expression: Syntax error/,
    hint: "The expression has a syntax error: the message names what stands there, and what could.",
    recorded:
      'ValidationException Invalid UpdateExpression: Syntax error; Expected "#", "_", or [a-zA-Z] but "`" found.',
  },
  {
    pattern: /ParamValidationError|Parameter validation failed/,
    hint: "boto3 rejected the call before it sent it: the message names the argument, and the names or the type that it accepts.",
    recorded:
      "ParamValidationError Parameter validation failed: Invalid type for parameter ExpressionAttributeNames.#s, value: {'S': 'status'}, type: <class 'dict'>, valid types: <class 'str'>",
  },
  {
    pattern: /SerializationException/,
    hint: "In the SDK for JavaScript, values are written with their type, as in {S: …}; names, as in ExpressionAttributeNames, are plain strings.",
    recorded: "SerializationException Start of structure or map found where not expected",
  },
  {
    pattern:
      /Cannot access .* before initialization|UnboundLocalError|referenced before assignment|not associated with a value/,
    hint: "A name is used in a line above the one that gives it its value: move that line up, too.",
    recorded: "ReferenceError Cannot access 'Item' before initialization",
  },
];

/** What an error of the function in an exercise points to. */
export function writeErrorHint(error: string): string {
  return writeErrorHints.find(({ pattern }) => pattern.test(error))?.hint ?? errorHint(error);
}

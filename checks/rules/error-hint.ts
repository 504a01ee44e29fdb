/** What to look for when the function fails with a kind of error. */
interface ErrorHint {
  pattern: RegExp;
  /** What to look for. */
  hint: string;
  /** An error that the row is for: type and message, or a log line, as a check has seen it. */
  recorded: string;
}

/** The first row that matches counts. */
export const errorHints: readonly ErrorHint[] = [
  {
    pattern: /UnrecognizedClient|InvalidClientToken|InvalidSignature|security token/,
    hint: "AWS does not know the keys that sign the call: does the code set its own? Without them, the function signs with its role's credentials.",
    recorded: "UnrecognizedClientException The security token included in the request is invalid.",
  },
  {
    pattern: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|Could not connect to the endpoint/,
    hint: "The function calls an address where nothing listens: is an endpoint set, in the code or in a variable such as AWS_ENDPOINT_URL? Without one, the SDK finds DynamoDB itself.",
    recorded: "Error connect ECONNREFUSED 127.0.0.1:8000",
  },
  {
    pattern: /in ES module scope|import statement outside a module/,
    hint: "Node.js has two kinds of modules: .mjs files use import and export, .cjs files use require and exports, and .js files are the latter unless package.json says otherwise. Here the code is of one kind and the file name of the other.",
    recorded: "Runtime.UserCodeSyntaxError SyntaxError: Cannot use import statement outside a module",
  },
  {
    pattern: /not valid JSON|JSON object must be str|Unexpected token .* in JSON/,
    hint: "The code parses something that is not a JSON string. Its event is already an object: {action, requestId}.",
    recorded: 'SyntaxError "[object Object]" is not valid JSON',
  },
  {
    pattern: /Decimal|Float types/,
    hint: "boto3 represents DynamoDB numbers as Decimal: it does not accept float, and json.dumps cannot convert Decimal without a default function.",
    recorded: "TypeError Object of type Decimal is not JSON serializable",
  },
  {
    pattern: /Type mismatch for key/,
    hint: "The function writes the key as another type than the table's, which is string. boto3's Table takes plain values; its client and the SDK for JavaScript take {S: …}.",
    recorded:
      "ValidationException One or more parameter values were invalid: Type mismatch for key requestId expected: S actual: M",
  },
  {
    pattern: /['"]aws-sdk['"]/,
    hint: "Since Node.js 18, Lambda includes only version 3 of the SDK, with one package per service, such as @aws-sdk/client-dynamodb; aws-sdk is version 2.",
    recorded: "Runtime.ImportModuleError Error: Cannot find module 'aws-sdk'",
  },
  {
    pattern: /is not a function|has no attribute/,
    hint: "The code calls a method that this version of the library does not have: compare the name and the version with the library's documentation.",
    recorded: "TypeError dynamodb.getItem is not a function",
  },
  {
    pattern: /AccessDenied|not authorized/,
    hint: "The role lacks the permission that the error names.",
    recorded:
      "AccessDeniedException User: arn:aws:sts::000000000000:assumed-role/lr-long-running-api/long-running-api is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/lambda-invocation-status because no identity-based policy allows the dynamodb:GetItem action",
  },
  {
    pattern: /cannot be assumed/,
    hint: "Look at the role's trust policy.",
    recorded: "InvalidParameterValueException The role defined for the function cannot be assumed by Lambda.",
  },
  {
    pattern: /ResourceNotFound/,
    hint: "The function looks for a table that does not exist: compare the name and the region.",
    recorded: "ResourceNotFoundException Requested resource not found",
  },
  {
    pattern: /reserved keyword/,
    hint: "Some words, such as status, are reserved in DynamoDB: an expression needs a placeholder name for them.",
    recorded:
      "[ERROR] ClientError: An error occurred (ValidationException) when calling the UpdateItem operation: Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status",
  },
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
    pattern: /Invalid \w+Expression/,
    hint: "The expression has a syntax error: the message names what was found, and what was expected.",
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
    hint: "A name is used above the line that gives it a value: move that line up.",
    recorded: "ReferenceError Cannot access 'Item' before initialization",
  },
  {
    pattern: /ValidationException|key element|Missing the key/,
    hint: "The function does not write the table's key: compare the names letter by letter.",
    recorded: "ValidationException The provided key element does not match the schema",
  },
  {
    pattern: /ImportModule|No module named|Cannot find (module|package)/,
    hint: "The package lacks a file or library that the code imports, or the handler names another file.",
    recorded: "Error Cannot find package 'uuid' imported from /var/task/index.mjs",
  },
  {
    pattern: /SyntaxError|IndentationError/,
    hint: "The code has a syntax error: look at the line that the error names.",
    recorded: "Runtime.UserCodeSyntaxError SyntaxError: Unexpected token '{'",
  },
  {
    pattern: /HandlerNotFound|HandlerUndefined|is undefined or not exported/,
    hint: "The handler names a function that the file does not export.",
    recorded: "Runtime.HandlerNotFound index.handler is undefined or not exported",
  },
  {
    pattern: /Reserved/,
    hint: "The function's reserved concurrency does not allow another call: look at Configuration › Concurrency.",
    recorded: "ReservedFunctionConcurrentInvocationLimitExceeded Rate Exceeded.",
  },
  {
    pattern: /^(?!Sandbox).*Task timed out after/s,
    hint: "Lambda stopped the function at its timeout, while it was still working: compare the Timeout setting with the time that the work takes.",
    recorded:
      "2026-11-22T14:00:00.000Z 8f507cfc-xmpl-4697-b07a-ac58fc914c95 Task timed out after 3.00 seconds",
  },
  {
    pattern: /timed out|no answer within/i,
    hint: "Returning a status should take milliseconds: does the code start the work instead?",
    recorded:
      "Sandbox.Timedout RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95 Error: Task timed out after 3.00 seconds",
  },
  {
    pattern: /NameError|is not defined/,
    hint: "The code uses a name that is not defined: is an import missing, or was a name changed in one place only?",
    recorded: "NameError name 'json' is not defined",
  },
  {
    pattern: /KeyError|undefined|NoneType/,
    hint: "The code reads a field that does not exist. The event is exactly what the mapping template produces: {action, requestId}.",
    recorded: "TypeError Cannot read properties of undefined (reading 'json')",
  },
];

const ownCode =
  "The error comes from the function's own code. Its log shows the stack trace, if its role may write logs.";

/** What an error of the function points to. */
export function errorHint(error: string): string {
  return errorHints.find(({ pattern }) => pattern.test(error))?.hint ?? ownCode;
}

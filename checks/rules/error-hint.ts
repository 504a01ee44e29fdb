/** What a kind of error points to. */
interface ErrorHint {
  pattern: RegExp;
  /** What to look for. */
  hint: string;
  /** An error that the row is for: type and message, or a line of the log, as a check has seen it. */
  recorded: string;
}

/** The first row that matches counts. */
export const errorHints: readonly ErrorHint[] = [
  {
    pattern: /UnrecognizedClient|InvalidClientToken|InvalidSignature|security token/,
    hint: "The keys that sign the call are not known: does the code bring some of its own? Without any, the function signs with those of its role.",
    recorded: "UnrecognizedClientException The security token included in the request is invalid.",
  },
  {
    pattern: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|Could not connect to the endpoint/,
    hint: "The function calls an address at which nobody answers: is an endpoint set, in its code or in a variable such as AWS_ENDPOINT_URL? Without one the SDK finds DynamoDB by itself.",
    recorded: "Error connect ECONNREFUSED 127.0.0.1:8000",
  },
  {
    pattern: /in ES module scope|import statement outside a module/,
    hint: "Node.js knows two kinds of files: .mjs has import and export, .cjs has require and exports, and .js is the latter unless a package.json says otherwise. Here the code is of one kind, and the file's name of the other.",
    recorded: "Runtime.UserCodeSyntaxError SyntaxError: Cannot use import statement outside a module",
  },
  {
    pattern: /not valid JSON|JSON object must be str|Unexpected token .* in JSON/,
    hint: "The code parses something as JSON that is no text of that kind. Its event is an object already: {action, requestId}.",
    recorded: 'SyntaxError "[object Object]" is not valid JSON',
  },
  {
    pattern: /Decimal|Float types/,
    hint: "To boto3 a number of DynamoDB is a Decimal, both ways: it takes no float, and json.dumps knows no Decimal unless it is told what to do with one.",
    recorded: "TypeError Object of type Decimal is not JSON serializable",
  },
  {
    pattern: /Type mismatch for key/,
    hint: "The function writes the key in another type than the table's, which is text. boto3's Table takes plain values, its client and the SDK for JavaScript take {S: …}.",
    recorded:
      "ValidationException One or more parameter values were invalid: Type mismatch for key requestId expected: S actual: M",
  },
  {
    pattern: /['"]aws-sdk['"]/,
    hint: "Since Node.js 18 Lambda brings version 3 of the SDK only, which is imported by the service, as in @aws-sdk/client-dynamodb; aws-sdk was version 2.",
    recorded: "Runtime.ImportModuleError Error: Cannot find module 'aws-sdk'",
  },
  {
    pattern: /is not a function|has no attribute/,
    hint: "The code calls something that is not there, by the version of the library that it has: compare the name with the library's page, and the versions.",
    recorded: "TypeError dynamodb.getItem is not a function",
  },
  {
    pattern: /AccessDenied|not authorized/,
    hint: "The role lacks a permission that the error names.",
    recorded:
      "AccessDeniedException User: arn:aws:sts::000000000000:assumed-role/lr-long-running-api/long-running-api is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/lambda-invocation-status because no identity-based policy allows the dynamodb:GetItem action",
  },
  {
    pattern: /cannot be assumed/,
    hint: "Look at the trust policy of the role.",
    recorded: "InvalidParameterValueException The role defined for the function cannot be assumed by Lambda.",
  },
  {
    pattern: /ResourceNotFound/,
    hint: "The function looks for a table that is not there: compare its name, and the region.",
    recorded: "ResourceNotFoundException Requested resource not found",
  },
  {
    pattern: /reserved keyword/,
    hint: "Some words, such as status, mean something to DynamoDB: an expression needs another name for them.",
    recorded:
      "[ERROR] ClientError: An error occurred (ValidationException) when calling the UpdateItem operation: Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status",
  },
  {
    pattern: /ValidationException|key element|Missing the key/,
    hint: "The table's key is not what the function writes: compare the names letter by letter.",
    recorded: "ValidationException The provided key element does not match the schema",
  },
  {
    pattern: /ImportModule|No module named|Cannot find (module|package)/,
    hint: "The package lacks a file or a library that the code imports; or the handler names another file.",
    recorded: "Error Cannot find package 'uuid' imported from /var/task/index.mjs",
  },
  {
    pattern: /SyntaxError|IndentationError/,
    hint: "The code cannot be read: look at the line that the error names.",
    recorded: "Runtime.UserCodeSyntaxError SyntaxError: Unexpected token '{'",
  },
  {
    pattern: /HandlerNotFound|HandlerUndefined|is undefined or not exported/,
    hint: "The handler names a function that the file does not have.",
    recorded: "Runtime.HandlerNotFound index.handler is undefined or not exported",
  },
  {
    pattern: /Reserved/,
    hint: "The function's reserved concurrency leaves it no call: look at Configuration › Concurrency.",
    recorded: "ReservedFunctionConcurrentInvocationLimitExceeded Rate Exceeded.",
  },
  {
    pattern: /^(?!Sandbox).*Task timed out after/s,
    hint: "Lambda ended the function at its timeout, while it still worked: compare the setting Timeout with the time that the work takes.",
    recorded:
      "2026-11-22T14:00:00.000Z 8f507cfc-xmpl-4697-b07a-ac58fc914c95 Task timed out after 3.00 seconds",
  },
  {
    pattern: /timed out|no answer within/i,
    hint: "Asking for a status should take milliseconds: does the code start the work instead?",
    recorded:
      "Sandbox.Timedout RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95 Error: Task timed out after 3.00 seconds",
  },
  {
    pattern: /NameError|is not defined/,
    hint: "The code uses a name that it does not have: was an import lost, or a name changed in one place only?",
    recorded: "NameError name 'json' is not defined",
  },
  {
    pattern: /KeyError|undefined|NoneType/,
    hint: "The code reads a field that is not there. Its event is what the mapping template makes, {action, requestId}, and nothing around it.",
    recorded: "TypeError Cannot read properties of undefined (reading 'json')",
  },
];

const ownCode =
  "The error comes out of the function's own code; its log shows the lines that led there, if its role may write logs.";

/** What an error of the function points to. */
export function errorHint(error: string): string {
  return errorHints.find(({ pattern }) => pattern.test(error))?.hint ?? ownCode;
}

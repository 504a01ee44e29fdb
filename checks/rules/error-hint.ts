/** What an error of the function points to. */
export function errorHint(error: string): string {
  if (/UnrecognizedClient|InvalidClientToken|InvalidSignature|security token/.test(error))
    return "The keys that sign the call are not known: does the code bring some of its own? Without any, the function signs with those of its role.";
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|Could not connect to the endpoint/.test(error))
    return "The function calls an address at which nobody answers: is an endpoint set, in its code or in a variable such as AWS_ENDPOINT_URL? Without one the SDK finds DynamoDB by itself.";
  if (/in ES module scope|import statement outside a module/.test(error))
    return "Node.js knows two kinds of files: .mjs has import and export, .cjs has require and exports, and .js is the latter unless a package.json says otherwise. Here the code is of one kind, and the file's name of the other.";
  if (/not valid JSON|JSON object must be str|Unexpected token .* in JSON/.test(error))
    return "The code parses something as JSON that is no text of that kind. Its event is an object already: {action, requestId}.";
  if (/Decimal|Float types/.test(error))
    return "To boto3 a number of DynamoDB is a Decimal, both ways: it takes no float, and json.dumps knows no Decimal unless it is told what to do with one.";
  if (/Type mismatch for key/.test(error))
    return "The function writes the key in another type than the table's, which is text. boto3's Table takes plain values, its client and the SDK for JavaScript take {S: …}.";
  if (/['"]aws-sdk['"]/.test(error))
    return "Since Node.js 18 Lambda brings version 3 of the SDK only, which is imported by the service, as in @aws-sdk/client-dynamodb; aws-sdk was version 2.";
  if (/is not a function|has no attribute/.test(error))
    return "The code calls something that is not there, by the version of the library that it has: compare the name with the library's page, and the versions.";
  if (/AccessDenied|not authorized/.test(error)) return "The role lacks a permission that the error names.";
  if (/cannot be assumed/.test(error)) return "Look at the trust policy of the role.";
  if (/ResourceNotFound/.test(error))
    return "The function looks for a table that is not there: compare its name, and the region.";
  if (/reserved keyword/.test(error))
    return "Some words, such as status, mean something to DynamoDB: an expression needs another name for them.";
  if (/ValidationException|key element|Missing the key/.test(error))
    return "The table's key is not what the function writes: compare the names letter by letter.";
  if (/ImportModule|No module named|Cannot find (module|package)/.test(error))
    return "The package lacks a file or a library that the code imports; or the handler names another file.";
  if (/SyntaxError|IndentationError/.test(error))
    return "The code cannot be read: look at the line that the error names.";
  if (/HandlerNotFound|HandlerUndefined|is undefined or not exported/.test(error))
    return "The handler names a function that the file does not have.";
  if (/Reserved/.test(error))
    return "The function's reserved concurrency leaves it no call: look at Configuration › Concurrency.";
  if (/^(?!Sandbox).*Task timed out after/s.test(error))
    return "Lambda ended the function at its timeout, while it still worked: compare the setting Timeout with the time that the work takes.";
  if (/timed out|no answer within/i.test(error))
    return "Asking for a status should take milliseconds: does the code start the work instead?";
  if (/NameError|is not defined/.test(error))
    return "The code uses a name that it does not have: was an import lost, or a name changed in one place only?";
  if (/KeyError|undefined|NoneType/.test(error))
    return "The code reads a field that is not there. Its event is what the mapping template makes, {action, requestId}, and nothing around it.";
  return "The error comes out of the function's own code; its log shows the lines that led there, if its role may write logs.";
}

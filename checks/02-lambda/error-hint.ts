/** What an error of the function points to. */
export function errorHint(error: string): string {
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
  if (/timed out|no answer within/i.test(error))
    return "Asking for a status should take milliseconds: does the code start the work instead?";
  if (/NameError|is not defined/.test(error))
    return "The code uses a name that it does not have: was an import lost, or a name changed in one place only?";
  if (/KeyError|undefined|NoneType/.test(error))
    return "The code reads a field that is not there. Its event is what the mapping template makes, {action, requestId}, and nothing around it.";
  return "The error comes out of the function's own code; its log shows the lines that led there, if its role may write logs.";
}

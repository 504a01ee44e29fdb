/** The request in a task's input: `http_request` or, as Conductor also accepts, the input itself. */
export function requestOf(inputData: Readonly<Record<string, unknown>>): unknown {
  return inputData["http_request"] ?? inputData;
}

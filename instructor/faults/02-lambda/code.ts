import { faultsOf } from "../../fault.ts";
import { replaceOrThrow, sequence } from "../change/change.ts";
import { consoleExample, printedPython, rewritten } from "../change/code.ts";
import { asNode, setVariables, upload, writeNode, writePython } from "../change/function.ts";
import {
  addOtherFunction,
  callAlias,
  callOther,
  dropOtherFunction,
  publish,
} from "../change/other-function.ts";
import { allowInstead } from "../change/role.ts";

/** Faults in the function's code. */
export const codeFaults = faultsOf("02-lambda", [
  {
    id: "code-not-deployed",
    story: "The code was edited in the console and never deployed.",
    trips: ["02-lambda/code"],
    inject: writeNode(consoleExample),
  },
  {
    id: "python-flush-left",
    story: "The Python code lost its indentation when it was pasted.",
    trips: ["02-lambda/code"],
    inject: writePython(printedPython.replace(/^ +/gm, "")),
  },
  {
    id: "typographic-quotes",
    story: "The code has typographic quotes.",
    trips: ["02-lambda/code"],
    inject: writePython(printedPython.replace(/'([^']*)'/g, "‘$1’")),
  },
  {
    id: "non-breaking-spaces",
    story: "The code contains non-breaking spaces.",
    trips: ["02-lambda/code"],
    inject: writeNode(replaceOrThrow(rewritten(), /await /g, "await\u00A0")),
  },
  {
    id: "invisible-space",
    story: "The code contains an invisible space.",
    trips: ["02-lambda/code"],
    inject: writeNode(replaceOrThrow(rewritten(), "const work", "const \u200Bwork")),
  },
  {
    id: "other-table-in-code",
    story: "The code uses another table name.",
    trips: ["02-lambda/table-name"],
    inject: sequence(
      setVariables({ TABLE_NAME: undefined }),
      writePython(replaceOrThrow(printedPython, "lambda-invocation-status", "lambda_invocation_status")),
    ),
  },
  {
    id: "variable-not-set",
    story: "The code reads the table name from a variable that is not set.",
    trips: ["02-lambda/table-name"],
    inject: sequence(writeNode(rewritten()), setVariables({ TABLE_NAME: undefined })),
  },
  {
    id: "variable-with-blank-space",
    story: "The variable with the table name ends with a space.",
    trips: ["02-lambda/table-name"],
    inject: setVariables({ TABLE_NAME: "lambda-invocation-status " }),
  },
  {
    id: "alias-of-old-code",
    story: "The API calls a version that was published before the code was finished.",
    trips: ["02-lambda/code"],
    inject: sequence(
      writeNode(consoleExample),
      publish({ permitted: true }),
      writeNode(rewritten()),
      callAlias,
    ),
  },
  {
    id: "api-calls-first-try",
    story: "Both methods call the function of an earlier attempt.",
    trips: ["02-lambda/code"],
    breaks: "02-lambda",
    inject: sequence(addOtherFunction, callOther("POST", "GET")),
    cleanUp: dropOtherFunction,
  },
  {
    id: "code-throws",
    story: "The code throws an error on every call.",
    trips: ["02-lambda/answers"],
    inject: writeNode(rewritten({ status: `throw new Error("not written yet");` })),
  },
  {
    id: "code-lacks-bracket",
    story: "The code lacks a bracket.",
    trips: ["02-lambda/answers"],
    inject: writeNode(replaceOrThrow(rewritten(), "({ action, requestId })", "({ action, requestId }")),
  },
  {
    id: "library-missing",
    story: "The code imports a library that is not in the package.",
    trips: ["02-lambda/answers"],
    inject: writeNode(`import { v4 } from "uuid";\n${rewritten()}`),
  },
  {
    id: "import-in-a-js-file",
    story: "The code uses import, but its file is index.js, which is CommonJS.",
    trips: ["02-lambda/answers"],
    inject: sequence(upload({ "index.js": rewritten() }), asNode),
  },
  {
    id: "handler-not-exported",
    story: "The handler is not exported.",
    trips: ["02-lambda/answers"],
    inject: writeNode(replaceOrThrow(rewritten(), "export async", "async")),
  },
  {
    id: "event-read-as-of-a-proxy",
    story: "The code reads the requestId where a proxy integration would put it.",
    trips: ["02-lambda/answers"],
    inject: writeNode(
      replaceOrThrow(
        rewritten(),
        "({ action, requestId }) {",
        "(event) {\n  const { action, requestId } = event.body.json;",
      ),
    ),
  },
  {
    id: "table-looked-for-in-other-region",
    story: "The role may use every table, and the code looks for the table in another region.",
    trips: ["02-lambda/answers"],
    inject: sequence(
      allowInstead(() => [{ Effect: "Allow", Action: "dynamodb:*", Resource: "*" }]),
      writeNode(replaceOrThrow(rewritten(), "DynamoDBClient()", 'DynamoDBClient({ region: "eu-west-1" })')),
    ),
  },
  {
    id: "key-of-other-name-in-code",
    story: "The code calls the table's key request_id.",
    trips: ["02-lambda/answers"],
    inject: writeNode(replaceOrThrow(rewritten(), /\{ requestId: \{ S:/g, "{ request_id: { S:")),
  },
  {
    id: "works-whatever-is-asked",
    story: "The code does the long work before it checks the action.",
    trips: ["02-lambda/answers"],
    inject: writeNode(rewritten({ status: "await sleep(20_000);" })),
  },
  {
    id: "import-lost",
    story: "The code lacks an import that it needs.",
    trips: ["02-lambda/answers"],
    python: true,
    inject: writePython(replaceOrThrow(printedPython, "import json\n", "")),
  },
  {
    id: "answers-nothing",
    story: "The code does nothing for the action status.",
    trips: ["02-lambda/answers"],
    inject: writeNode(rewritten({ status: "return;" })),
  },
  {
    id: "answers-text",
    story: "The code returns the status as a bare string.",
    trips: ["02-lambda/answers"],
    inject: writeNode(rewritten({ status: `return "NOT_FOUND";` })),
  },
  {
    id: "body-encoded-twice",
    story: "The code encodes the body as JSON twice.",
    trips: ["02-lambda/answers"],
    inject: writeNode(
      rewritten().replace(/(?<=body: )JSON\.stringify\((.*?)\) \}/g, "JSON.stringify(JSON.stringify($1)) }"),
    ),
  },
  {
    id: "always-processing",
    story: "The code always returns PROCESSING.",
    trips: ["02-lambda/answers"],
    inject: writeNode(
      rewritten({
        status: `return { statusCode: 200, body: JSON.stringify({ requestId, status: "PROCESSING" }) };`,
      }),
    ),
  },
  {
    id: "endpoint-left-in-code",
    story: "The code still sets the endpoint of a local DynamoDB.",
    trips: ["02-lambda/answers"],
    inject: writeNode(
      replaceOrThrow(
        rewritten(),
        "DynamoDBClient()",
        'DynamoDBClient({ endpoint: "http://localhost:8000" })',
      ),
    ),
  },
]);

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

/** What the code does, or that it cannot be read. */
export const codeFaults = faultsOf("02-lambda", [
  {
    id: "code-not-deployed",
    story: "Somebody edited the code in the console and never pressed Deploy.",
    trips: ["02-lambda/code"],
    inject: writeNode(consoleExample),
  },
  {
    id: "python-flush-left",
    story: "Somebody pasted the Python code, and its indentation was lost.",
    trips: ["02-lambda/code"],
    inject: writePython(printedPython.replace(/^ +/gm, "")),
  },
  {
    id: "typographic-quotes",
    story: "Somebody sent the code through an editor that makes quotes typographic.",
    trips: ["02-lambda/code"],
    inject: writePython(printedPython.replace(/'([^']*)'/g, "‘$1’")),
  },
  {
    id: "non-breaking-spaces",
    story: "Somebody pasted code with non-breaking spaces in it.",
    trips: ["02-lambda/code"],
    inject: writeNode(replaceOrThrow(rewritten(), /await /g, "await\u00A0")),
  },
  {
    id: "invisible-space",
    story: "Somebody pasted code with an invisible space in it.",
    trips: ["02-lambda/code"],
    inject: writeNode(replaceOrThrow(rewritten(), "const work", "const \u200Bwork")),
  },
  {
    id: "other-table-in-code",
    story: "Somebody changed the table's name in the code.",
    trips: ["02-lambda/table-name"],
    inject: sequence(
      setVariables({ TABLE_NAME: undefined }),
      writePython(replaceOrThrow(printedPython, "lambda-invocation-status", "lambda_invocation_status")),
    ),
  },
  {
    id: "variable-not-set",
    story: "Somebody's code takes the table's name from a variable, and nobody set it.",
    trips: ["02-lambda/table-name"],
    inject: sequence(writeNode(rewritten()), setVariables({ TABLE_NAME: undefined })),
  },
  {
    id: "variable-with-blank-space",
    story: "Somebody copied a blank space along with the table's name into the variable.",
    trips: ["02-lambda/table-name"],
    inject: setVariables({ TABLE_NAME: "lambda-invocation-status " }),
  },
  {
    id: "alias-of-old-code",
    story: "Somebody published the code before it was done, and the API calls that.",
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
    story: "Somebody chose an earlier try's function for both methods.",
    trips: ["02-lambda/code"],
    breaks: "02-lambda",
    inject: sequence(addOtherFunction, callOther("POST", "GET")),
    cleanUp: dropOtherFunction,
  },
  {
    id: "code-throws",
    story: "Somebody's code fails at each call.",
    trips: ["02-lambda/answers"],
    inject: writeNode(rewritten({ status: `throw new Error("not written yet");` })),
  },
  {
    id: "code-lacks-bracket",
    story: "Somebody deleted a bracket of the code.",
    trips: ["02-lambda/answers"],
    inject: writeNode(replaceOrThrow(rewritten(), "({ action, requestId })", "({ action, requestId }")),
  },
  {
    id: "library-missing",
    story: "Somebody's code imports a library that is not in the package.",
    trips: ["02-lambda/answers"],
    inject: writeNode(`import { v4 } from "uuid";\n${rewritten()}`),
  },
  {
    id: "import-in-a-js-file",
    story: "Somebody uploaded code that imports as index.js, which is CommonJS.",
    trips: ["02-lambda/answers"],
    inject: sequence(upload({ "index.js": rewritten() }), asNode),
  },
  {
    id: "handler-not-exported",
    story: "Somebody forgot the word export before the handler.",
    trips: ["02-lambda/answers"],
    inject: writeNode(replaceOrThrow(rewritten(), "export async", "async")),
  },
  {
    id: "event-read-as-of-a-proxy",
    story: "Somebody's code looks for the id where a proxy integration would put it.",
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
    story: "Somebody's role may use every table, and the code looks for one in another region.",
    trips: ["02-lambda/answers"],
    inject: sequence(
      allowInstead(() => [{ Effect: "Allow", Action: "dynamodb:*", Resource: "*" }]),
      writeNode(replaceOrThrow(rewritten(), "DynamoDBClient()", 'DynamoDBClient({ region: "eu-west-1" })')),
    ),
  },
  {
    id: "key-of-other-name-in-code",
    story: "Somebody's code calls the table's key request_id.",
    trips: ["02-lambda/answers"],
    inject: writeNode(replaceOrThrow(rewritten(), /\{ requestId: \{ S:/g, "{ request_id: { S:")),
  },
  {
    id: "works-whatever-is-asked",
    story: "Somebody's code does the long work before it looks at the action.",
    trips: ["02-lambda/answers"],
    inject: writeNode(rewritten({ status: "await sleep(20_000);" })),
  },
  {
    id: "import-lost",
    story: "Somebody deleted an import that the code still needs.",
    trips: ["02-lambda/answers"],
    python: true,
    inject: writePython(replaceOrThrow(printedPython, "import json\n", "")),
  },
  {
    id: "answers-nothing",
    story: "Somebody's code does nothing with the action status.",
    trips: ["02-lambda/answers"],
    inject: writeNode(rewritten({ status: "return;" })),
  },
  {
    id: "answers-text",
    story: "Somebody's code answers the status as bare text.",
    trips: ["02-lambda/answers"],
    inject: writeNode(rewritten({ status: `return "NOT_FOUND";` })),
  },
  {
    id: "always-processing",
    story: "Somebody's code answers PROCESSING, whatever is asked.",
    trips: ["02-lambda/answers"],
    inject: writeNode(
      rewritten({
        status: `return { statusCode: 200, body: JSON.stringify({ requestId, status: "PROCESSING" }) };`,
      }),
    ),
  },
]);

import { faultsOf } from "../../fault.ts";
import { sequence } from "../change/change.ts";
import { printedPython, rewritten } from "../change/code.ts";
import {
  asNode,
  asPython,
  configure,
  deleteFunction,
  dropMoved,
  type Move,
  moveFunction,
  reserve,
  setVariables,
  upload,
} from "../change/function.ts";

const misspelt: Move = { name: (name) => name.replace("running", "runing"), bare: true };
const elsewhere: Move = { region: "eu-west-1" };

/** Where the function is, and how it is set. */
export const settingsFaults = faultsOf("02-lambda", [
  {
    id: "function-gone",
    story: "Somebody deleted the function.",
    trips: ["02-lambda/exists"],
    inject: deleteFunction,
  },
  {
    id: "function-misspelt",
    story: "Somebody began the function anew, and lost a letter of its name.",
    trips: ["02-lambda/exists"],
    inject: moveFunction(misspelt),
    cleanUp: dropMoved(misspelt),
  },
  {
    id: "function-in-other-region",
    story: "Somebody made the function anew in another region.",
    trips: ["02-lambda/exists"],
    inject: moveFunction(elsewhere),
    cleanUp: dropMoved(elsewhere),
  },
  {
    id: "python-on-node",
    story: "Somebody uploaded the file in Python and chose the runtime Node.js.",
    trips: ["02-lambda/runtime"],
    inject: sequence(upload({ "lambda_function.py": printedPython }), asNode),
  },
  {
    id: "python-in-index-mjs",
    story: "Somebody pasted the Python code into the console's JavaScript file.",
    trips: ["02-lambda/runtime"],
    inject: sequence(upload({ "index.mjs": printedPython }), asNode),
  },
  {
    id: "node-on-python",
    story: "Somebody chose the runtime Python, and the code is JavaScript.",
    trips: ["02-lambda/runtime"],
    inject: sequence(upload({ "index.mjs": rewritten() }), asPython),
  },
  {
    id: "handler-of-other-file",
    story: "Somebody typed another file's name into Handler.",
    trips: ["02-lambda/handler"],
    inject: configure(() => ({ Handler: "main.handler" })),
  },
  {
    id: "handler-of-other-function",
    story: "Somebody typed another function's name into Handler.",
    trips: ["02-lambda/handler"],
    inject: configure(({ Handler = "" }) => ({ Handler: Handler.replace(/\.\w+$/, ".main") })),
  },
  {
    id: "folder-zipped",
    story: "Somebody zipped the folder in place of the files in it.",
    trips: ["02-lambda/handler"],
    inject: sequence(upload({ "my-function/index.mjs": rewritten() }), asNode),
  },
  {
    id: "timeout-left-at-default",
    story: "Somebody left the timeout at its default.",
    trips: ["02-lambda/timeout"],
    inject: configure(() => ({ Timeout: 3 })),
  },
  {
    id: "timeout-shorter-than-work",
    story: "Somebody set the timeout shorter than the work takes.",
    trips: ["02-lambda/timeout"],
    inject: configure(() => ({ Timeout: 1 })),
  },
  {
    id: "other-table-in-variable",
    story: "Somebody set TABLE_NAME to a table that is not there.",
    trips: ["02-lambda/table-name"],
    inject: setVariables({ TABLE_NAME: "invocation-status" }),
  },
  {
    id: "no-concurrency",
    story: "Somebody reserved a concurrency of 0 for the function.",
    trips: ["02-lambda/concurrency"],
    inject: reserve(0),
  },
  {
    id: "concurrency-of-one",
    story: "Somebody reserved a concurrency of 1: while the function works, nobody else may call it.",
    trips: ["02-lambda/concurrency"],
    inject: reserve(1),
  },
]);

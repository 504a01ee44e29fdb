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

/** Faults in the function's region, name and settings. */
export const settingsFaults = faultsOf("02-lambda", [
  {
    id: "function-gone",
    story: "The function is deleted.",
    trips: ["02-lambda/exists"],
    inject: deleteFunction,
  },
  {
    id: "function-misspelt",
    story: "The function was created again, and its name lacks a letter.",
    trips: ["02-lambda/exists"],
    inject: moveFunction(misspelt),
    cleanUp: dropMoved(misspelt),
  },
  {
    id: "function-in-other-region",
    story: "The function was created again in another region.",
    trips: ["02-lambda/exists"],
    inject: moveFunction(elsewhere),
    cleanUp: dropMoved(elsewhere),
  },
  {
    id: "python-on-node",
    story: "The code is in Python, but the runtime is Node.js.",
    trips: ["02-lambda/runtime"],
    inject: sequence(upload({ "lambda_function.py": printedPython }), asNode),
  },
  {
    id: "python-in-index-mjs",
    story: "The console's JavaScript file contains the Python code.",
    trips: ["02-lambda/runtime"],
    inject: sequence(upload({ "index.mjs": printedPython }), asNode),
  },
  {
    id: "node-on-python",
    story: "The runtime is Python, but the code is JavaScript.",
    trips: ["02-lambda/runtime"],
    inject: sequence(upload({ "index.mjs": rewritten() }), asPython),
  },
  {
    id: "handler-of-other-file",
    story: "The handler names another file.",
    trips: ["02-lambda/handler"],
    inject: configure(() => ({ Handler: "main.handler" })),
  },
  {
    id: "handler-of-other-function",
    story: "The handler names another function.",
    trips: ["02-lambda/handler"],
    inject: configure(({ Handler = "" }) => ({ Handler: Handler.replace(/\.\w+$/, ".main") })),
  },
  {
    id: "folder-zipped",
    story: "The zip contains the folder instead of its files.",
    trips: ["02-lambda/handler"],
    inject: sequence(upload({ "my-function/index.mjs": rewritten() }), asNode),
  },
  {
    id: "timeout-left-at-default",
    story: "The timeout is still the default.",
    trips: ["02-lambda/timeout"],
    inject: configure(() => ({ Timeout: 3 })),
  },
  {
    id: "timeout-shorter-than-work",
    story: "The timeout is shorter than the work.",
    trips: ["02-lambda/timeout"],
    inject: configure(() => ({ Timeout: 1 })),
  },
  {
    id: "other-table-in-variable",
    story: "TABLE_NAME names a table that does not exist.",
    trips: ["02-lambda/table-name"],
    inject: setVariables({ TABLE_NAME: "invocation-status" }),
  },
  {
    id: "no-concurrency",
    story: "The function has a reserved concurrency of 0.",
    trips: ["02-lambda/concurrency"],
    inject: reserve(0),
  },
  {
    id: "concurrency-of-one",
    story: "The function has a reserved concurrency of 1, so it cannot be invoked while it works.",
    trips: ["02-lambda/concurrency"],
    inject: reserve(1),
  },
]);

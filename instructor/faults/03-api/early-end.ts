import { faultsOf } from "../../fault.ts";
import { replaceOrThrow } from "../change/change.ts";
import { printedPython, rewritten } from "../change/code.ts";
import { writeNode, writePython } from "../change/function.ts";

/** The function returns before its work is done, or writes COMPLETED before it. */
export const earlyEndFaults = faultsOf("03-api", [
  {
    id: "timer-not-awaited",
    story: "The code writes COMPLETED in a timer and returns without waiting for it.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({
        invoke: `await note(requestId, "PROCESSING");\n    setTimeout(() => note(requestId, "COMPLETED"), 6000);\n    return { statusCode: 202 };`,
      }),
    ),
  },
  {
    id: "thread-not-joined",
    story: "The code works in a thread and returns without joining it.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    python: true,
    inject: writePython(
      replaceOrThrow(
        replaceOrThrow(
          // Time in which the thread runs: a frozen one gets only a little of it with each poll.
          replaceOrThrow(
            printedPython,
            "time.sleep(25)",
            "for _ in range(10_000): time.sleep(0.001)\n    time.sleep(6)",
          ),
          "import time\n",
          "import time\nimport threading\n",
        ),
        "        process_long_running_task(request_id)\n",
        "        threading.Thread(target=process_long_running_task, args=(request_id,)).start()\n",
      ),
    ),
  },
  {
    id: "last-await-lost",
    story: "The code does not await the write of COMPLETED.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({
        invoke: `await note(requestId, "PROCESSING");\n    await sleep(workMs);\n    note(requestId, "COMPLETED");\n    return { statusCode: 202 };`,
      }),
    ),
  },
  {
    id: "completed-at-the-first-write",
    story: "The first write stores COMPLETED.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(
      replaceOrThrow(
        rewritten({ invoke: `await note(requestId, "COMPLETED");\n    await sleep(20_000);` }),
        "const workMs = (2 + Number(process.env.PROCESSING_SECONDS)) * 1000;\n",
        "",
      ),
    ),
  },
  {
    id: "completed-before-the-work",
    story: "The code writes COMPLETED before its work instead of after it.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      replaceOrThrow(
        rewritten({
          invoke: `await note(requestId, "PROCESSING");\n    await sleep(2_000);\n    await note(requestId, "COMPLETED");\n    await sleep(25_000);`,
        }),
        "const workMs = (2 + Number(process.env.PROCESSING_SECONDS)) * 1000;\n",
        "",
      ),
    ),
  },
]);

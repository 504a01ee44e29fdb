import { expect, test } from "vitest";
import { printedPython, rewritten } from "../../instructor/faults/change/code.ts";
import { unawaitedWrite } from "./unawaited.ts";

const works = (lines: string) => rewritten({ invoke: `await note(requestId, "PROCESSING");\n    ${lines}` });
const returns = "return { statusCode: 202 };";

test.each([
  ["a lost await", works(`await sleep(workMs);\n    note(requestId, "COMPLETED");\n    ${returns}`)],
  [
    "a lost await, without a semicolon before",
    works(`await sleep(workMs)\n    note(requestId, "COMPLETED")\n    ${returns}`),
  ],
  ["a timer", works(`setTimeout(() => note(requestId, "COMPLETED"), 25_000);\n    ${returns}`)],
  [
    "a timer with a block",
    works(
      `setTimeout(async () => {\n      await note(requestId, "COMPLETED");\n    }, 25000);\n    ${returns}`,
    ),
  ],
  [
    "a timer that sends",
    works(
      `setTimeout(() => dynamodb.send(new PutItemCommand({ TableName, Item: { status: { S: "COMPLETED" } } })), 25000);`,
    ),
  ],
  [
    "work in a function",
    `${works(`work(requestId);\n    ${returns}`)}\nasync function work(requestId) {\n  await sleep(workMs);\n  await note(requestId, "COMPLETED");\n}`,
  ],
  ["a promise with then", works(`sleep(workMs).then(() => note(requestId, "COMPLETED"));`)],
])("%s is found", (_, text) => {
  expect(unawaitedWrite(text)).toMatch(/COMPLETED|work\(|^setTimeout/);
});

test("a thread that nothing joins is found", () => {
  const text = printedPython.replace(
    "process_long_running_task(request_id)\n",
    "threading.Thread(target=process_long_running_task, args=(request_id,)).start()\n",
  );
  expect(unawaitedWrite(text)).toMatch(/^threading\.Thread/);
});

test.each([
  ["the tutorial's", rewritten()],
  ["the page's", printedPython],
  [
    "Promise.all",
    works(`await sleep(workMs);\n    await Promise.all([\n      note(requestId, "COMPLETED"),\n    ]);`),
  ],
  [
    "a promise around a timer",
    works(
      `await new Promise((resolve) => {\n      setTimeout(async () => {\n        await note(requestId, "COMPLETED");\n        resolve();\n      }, 1000);\n    });`,
    ),
  ],
  ["a return", works(`await sleep(workMs);\n    return note(requestId, "COMPLETED");`)],
  ["await on the line above", works(`await sleep(workMs);\n    await\n      note(requestId, "COMPLETED");`)],
  [
    "a log",
    works(`await sleep(workMs);\n    await note(requestId, "COMPLETED");\n    console.log("COMPLETED");`),
  ],
  [
    "a joined thread",
    printedPython.replace(
      "process_long_running_task(request_id)\n",
      "t = threading.Thread(target=process_long_running_task, args=(request_id,))\n        t.start()\n        t.join()\n",
    ),
  ],
])("%s is awaited", (_, text) => {
  expect(unawaitedWrite(text)).toBeUndefined();
});

import type { Exercise } from "../model.ts";

export const once: Exercise = {
  id: "02-once",
  title: "Delivered twice",
  task: "Lambda promises to deliver an asynchronous call at least once, so sometimes it delivers one twice. If the second one comes when the work is over, invoke turns COMPLETED back to PROCESSING and does all the work again. Make a finished request stay finished.",
  step: "02-lambda",
  file: "function",
  judgedBy: ["02-lambda/once"],
  fails: { check: "02-lambda/once", observed: "PROCESSING" },
  hints: [
    "Follow the function invoke for a request whose item already says COMPLETED. Which line is the first that does harm?",
    "The write has to be skipped, and so does the work. You can look first, as the function status does, and return what it returns. Better: let DynamoDB refuse the write, so that nothing can happen between looking and writing.",
    "A put takes a ConditionExpression, with #s for status as in 02-finish: attribute_not_exists(#s) OR #s <> :completed. :completed needs its value in ExpressionAttributeValues. If the condition does not hold, the put raises an error with the name ConditionalCheckFailedException: catch it, and return what the function status returns.",
  ],
  why: "The condition and the write are one request, so DynamoDB itself keeps a finished request finished, and the second delivery ends without an error. In production, a missing condition is seen rarely and hurts then: the customer is charged twice, or a workflow that has read COMPLETED leads to work that runs again.",
};

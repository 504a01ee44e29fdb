import type { Exercise } from "../model.ts";

export const once: Exercise = {
  id: "02-once",
  title: "Delivered twice",
  task: "Lambda delivers an asynchronous call at least once, which means sometimes twice. If the second delivery arrives after the work is done, invoke sets COMPLETED back to PROCESSING and does all the work again. Make sure that a finished request stays finished.",
  step: "02-lambda",
  file: "function",
  judgedBy: ["02-lambda/once"],
  fails: { check: "02-lambda/once", observed: "PROCESSING" },
  hints: [
    "Step through the function invoke for a request whose item already says COMPLETED. Which line is the first to do harm?",
    "Both the write and the work must be skipped. You could read the item first, as the function status does, and return what it returns. Better: let DynamoDB reject the write, so that nothing can change between the read and the write.",
    "A put takes a ConditionExpression, with #s for status as in 02-finish: attribute_not_exists(#s) OR #s <> :completed. :completed needs its value in ExpressionAttributeValues. If the condition is false, the put throws an error named ConditionalCheckFailedException: catch it, and return what the function status returns.",
  ],
  why: "The condition and the write are one request, so DynamoDB itself protects a finished request, and the second delivery ends without an error. In production, a missing condition rarely shows, but hurts when it does: a customer is charged twice, or work that a workflow has already seen as COMPLETED runs again.",
};

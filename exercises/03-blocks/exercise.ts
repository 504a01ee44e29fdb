import type { Exercise } from "../model.ts";

export const blocks: Exercise = {
  id: "03-blocks",
  title: "Do not wait",
  task: "POST works, but it takes as long as the work itself: the caller waits for 27 seconds, and most callers give up sooner. Lambda can also accept a call at once and run the function afterwards, if the request from API Gateway to Lambda has the header X-Amz-Invocation-Type with the right value. Set that header.",
  step: "03-api",
  file: "post-request.vtl",
  judgedBy: ["03-api/post-invocation-type", "03-api/post-is-asynchronous"],
  fails: { check: "03-api/post-invocation-type", observed: "the header is not set, so" },
  shows: "03-api/post-is-asynchronous",
  hints: [
    "The header belongs to the request that API Gateway sends to Lambda. The caller cannot set it, but the template can.",
    "A template sets a value with #set( … = … ). The headers of the request to Lambda are under $context.requestOverride.header, each by its name; the value is a string in quotes.",
    "The header has two common values: RequestResponse, the default, makes the caller wait; Event does not. One #set line at the top of the template does it.",
  ],
  why: "With Event, Lambda queues the call and returns 202 at once, so no connection is held while the work runs. In production, a missing header shows as 504 Endpoint request timed out after 29 seconds, while the function keeps working for a caller that is gone.",
};

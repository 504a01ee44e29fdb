import type { Exercise } from "../model.ts";

export const blocks: Exercise = {
  id: "03-blocks",
  title: "Do not wait",
  task: "POST works, but it takes as long as the work: the caller waits for 27 seconds, and most callers give up earlier. Lambda can also accept a call at once and run the function afterwards. It does so if the request from API Gateway to Lambda has a certain header. Set that header.",
  step: "03-api",
  file: "post-request.vtl",
  judgedBy: ["03-api/post-invocation-type", "03-api/post-is-asynchronous"],
  fails: { check: "03-api/post-invocation-type", observed: "the header is not set" },
  shows: "03-api/post-is-asynchronous",
  hints: [
    "The header belongs to the request that API Gateway sends to Lambda, so the caller cannot send it. The template can set it.",
    "A template sets a value with #set( … = … ). The headers of the request to Lambda are found under $context.requestOverride.header, each by its name.",
    "The header is X-Amz-Invocation-Type. RequestResponse is its default and makes Lambda wait; the other value is Event. One #set line at the top of the template does it.",
  ],
  why: "With Event, Lambda puts the call in a queue and answers 202 at once, so no connection is held while the work goes on. In production, a missing header shows as 504 Endpoint request timed out after 29 seconds, while the function works on for a caller who has left.",
};

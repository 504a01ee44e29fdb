import type { Exercise } from "../model.ts";

export const path: Exercise = {
  id: "03-path",
  title: "The id is in the path",
  task: "A poll is GET /12345. It has no body: the id is part of the URL path, which the API declares as /{requestId}. Make the template pass that id to the function.",
  step: "03-api",
  file: "get-request.vtl",
  judgedBy: ["03-api/get-request"],
  fails: { check: "03-api/get-request", observed: '"requestId": ""' },
  hints: [
    "Look at the value of requestId in the line “observed”.",
    "$input.path('$.…') and $input.json('$.…') read the body, and a GET has none.",
    "$input has a third method, params, which reads from the path, the query string or a header. It takes just the name in quotes, without $. in front: the name between the braces of /{requestId}.",
  ],
  why: "A path parameter is part of the URL, so the template reads it by the name between the braces. In production, reading from the wrong place causes no error, only an empty id: every poll asks for an empty id, gets NOT_FOUND, and the polling goes on.",
};

import type { Exercise } from "../model.ts";

export const path: Exercise = {
  id: "03-path",
  title: "The id is in the address",
  task: "A poll is GET /12345. It has no body: the id is a part of the address, where the API has /{requestId}. Make the template hand that id to the function.",
  step: "03-api",
  file: "get-request.vtl",
  judgedBy: ["03-api/get-request"],
  fails: { check: "03-api/get-request", observed: '"requestId": ""' },
  hints: [
    "Look at the value of requestId in the line “observed”.",
    "$input.path('$.…') and $input.json('$.…') read the body, and a GET has none.",
    "$input has a third method, params, for what stands in the path, the query string or a header. It takes a name alone, without $. in front: the name between the braces of /{requestId}.",
  ],
  why: "A path parameter is part of the address, so the template asks for it by the name within the braces. In production, the wrong source raises no error and gives an empty id: every poll asks for an empty id, finds NOT_FOUND, and goes on.",
};

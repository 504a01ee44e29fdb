import type { AnswerSeen, TemplateExample } from "../../../documents.ts";

/** A sample for a template. `name` is one of words.templates.sample.names, or the number of a poll. */
export interface Sample {
  readonly name: string | number;
  readonly body: string;
}

const id = "12345";
const returned = (statusCode: number, body: object) =>
  `${JSON.stringify({ statusCode, body: JSON.stringify(body) }, undefined, 1)
    .replace("{\n ", "{")
    .replace("\n}", "}")}`;

const ofGetResponse: readonly Sample[] = [
  { name: "completed", body: returned(200, { requestId: id, status: "COMPLETED" }) },
  { name: "processing", body: returned(200, { requestId: id, status: "PROCESSING" }) },
  { name: "unknown", body: returned(404, { status: "NOT_FOUND" }) },
  {
    name: "error",
    body: '{"errorType": "Error",\n "errorMessage": "The table was not found."}',
  },
];

const ofPostRequest: readonly Sample[] = [
  { name: "tutorial", body: `{"requestId": "${id}"}` },
  { name: "quoted", body: '{"requestId": "it\'s \\"12345\\""}' },
  { name: "empty", body: "" },
];

/** The samples of a template: the first is what it is shown with. */
export function samplesOf(
  { method, phase }: Pick<TemplateExample, "method" | "phase">,
  answers: readonly AnswerSeen[],
): readonly Sample[] {
  if (phase === "request") return method === "POST" ? ofPostRequest : [{ name: "empty", body: "" }];
  // An asynchronous invocation returns nothing.
  if (method === "POST") return [{ name: "event", body: "" }];
  const last = answers.findLast((answer) => answer.returned !== undefined);
  return last?.returned === undefined
    ? ofGetResponse
    : [...ofGetResponse, { name: last.poll, body: last.returned }];
}

/** The requestId in the path of a sample call. */
export const samplePathId = id;

import { check, fail, pass } from "../../checks/engine/check.ts";
import type { ProbeContext } from "../../checks/engine/probe-context.ts";
import { ResourceDisappeared } from "../../checks/engine/resource-disappeared.ts";
import { bodyForm } from "../../checks/read/body-form.ts";
import { calledStage, theApi } from "../../checks/read/the-api.ts";
import { asObject, short } from "../../checks/rules/gateway/json.ts";
import type { ClientAnswer } from "../../checks/rules/gateway/response.ts";
import { acknowledgement, pollAnswer } from "../../checks/rules/gateway/samples.ts";

// The tutorial's checks accept every response that its workflow can use. These two ask for the response that an
// exercise describes.

export const saysProcessing = check({
  id: "03-api/says-processing",
  claim: "POST's response has the status PROCESSING, and no requestId that means nothing.",
  needs: ["03-api/post-response"],
  unlessFailed: ["03-api/post-acknowledgement"],
  probe: async (context) => {
    const view = await context.ask(theApi);
    if (!view.post) throw new ResourceDisappeared("The method");
    return answered(acknowledgement(view.post, calledStage(view)));
  },
  judge({ body, json }) {
    const { status, requestId } = asObject(json) ?? {};
    const lookAt = "post-response.vtl";
    if (status !== "PROCESSING")
      return fail({
        expected: '{"status": "PROCESSING"}',
        observed: short(body),
        leadsTo: "The caller cannot tell from the response what has become of the request.",
        lookAt,
        hint: "Compare the name and the value of the field, letter by letter.",
      });
    if (requestId === "" || requestId === null)
      return fail({
        expected: '{"status": "PROCESSING"}, without a requestId',
        observed: `${short(body)}: valid JSON, but its requestId is empty`,
        leadsTo: "A caller that polls with the requestId from the response asks for no request at all.",
        lookAt,
        hint: "The template has found nothing to read the id from, and the caller knows it anyway.",
      });
    return pass(short(body));
  },
});

export const bodyIsObject = check({
  id: "03-api/body-is-object",
  claim: "GET's response has a field body, which is an object with the status.",
  needs: ["03-api/get-response"],
  unlessFailed: ["03-api/get-body"],
  probe: async (context: ProbeContext) => {
    const view = await context.ask(theApi);
    if (!view.get) throw new ResourceDisappeared("The method");
    const form = await context.ask(bodyForm);
    return answered(pollAnswer(view.get, { status: "COMPLETED", form, stage: calledStage(view) }));
  },
  judge({ body, json }) {
    if (asObject(asObject(json)?.["body"])?.["status"] === "COMPLETED") return pass(short(body));
    return fail({
      expected: "an object body, beside statusCode, with the status in it",
      observed: short(body),
      leadsTo:
        "A condition that looks for body.status in this response finds nothing, and the workflow polls forever.",
      lookAt: "get-response.vtl",
      hint: "The template's fields were right: only the value of body had to change.",
    });
  },
});

function answered(answer: ClientAnswer): { body: string; json: unknown } {
  if (answer.kind !== "answered") throw new Error("Cannot judge a response that does not arrive.");
  return { body: answer.body, json: answer.json };
}

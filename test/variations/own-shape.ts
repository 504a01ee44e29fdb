import type { WorkflowDef } from "@long-running-api/conductor/client";
import type { Place } from "../../instructor/fault.ts";
import { deployed } from "../../instructor/faults/change/api.ts";
import { replaceOrThrow, sequence } from "../../instructor/faults/change/change.ts";
import { rewritten } from "../../instructor/faults/change/code.ts";
import { setVariables, writeNode } from "../../instructor/faults/change/function.ts";
import {
  changeIntegration,
  eventLine,
  requestTemplate,
  respondToErrors,
  responseTemplate,
} from "../../instructor/faults/change/method.ts";
import { allowInstead } from "../../instructor/faults/change/role.ts";
import { readTableItself } from "../../instructor/faults/change/table-read.ts";
import {
  changeCondition,
  changeRequest,
  changeUri,
  redefine,
  type WorkflowTask,
} from "../../instructor/faults/change/workflow.ts";
import { tableActions, type Variation } from "./variation.ts";

const accept404 = { acceptedStatusCodes: ["200", "404"] };
const readItem =
  "const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { requestId: { S: requestId } } }));";

/** Designs that differ from the tutorial's in structure: each is proven by its own run. */
export const ownShapeVariations: readonly Variation[] = [
  {
    story: "GET as a proxy integration, and a condition to match.",
    change: sequence(
      writeNode(
        replaceOrThrow(
          rewritten(),
          "({ action, requestId }) {",
          '(event) {\n  const { action = "status", requestId = event.pathParameters?.requestId } = event;',
        ),
      ),
      deployed(changeIntegration("GET", () => ({ type: "AWS_PROXY", requestTemplates: {} }))),
      redefine((definition) =>
        changeCondition(() => '$.output.response.body.status == "COMPLETED"')(
          changeRequest("poll", () => accept404)(definition),
        ),
      ),
    ),
  },
  {
    story: "The attribute state with DONE at the end, and a condition to match.",
    change: sequence(
      writeNode(
        replaceOrThrow(
          rewritten({
            invoke: `await note(requestId, "WORKING");\n    await sleep(workMs);\n    await note(requestId, "DONE");`,
            status: `${readItem}\n  if (!Item) return { statusCode: 404, body: JSON.stringify({ state: "UNKNOWN" }) };\n  return { statusCode: 200, body: JSON.stringify({ requestId, state: Item.state.S }) };`,
          }),
          "status: { S: status }",
          "state: { S: status }",
        ),
      ),
      redefine(changeCondition(() => '$.output.response.body.body.state == "DONE"')),
    ),
  },
  {
    story: "A real 404 by a selection pattern, which the poll accepts.",
    change: sequence(
      writeNode(
        rewritten({
          status: `${readItem}\n  if (!Item) throw new Error("NOT_FOUND: " + requestId);\n  return { statusCode: 200, body: JSON.stringify({ requestId, status: Item.status.S }) };`,
        }),
      ),
      deployed(respondToErrors("GET", { status: "404", pattern: "NOT_FOUND.*" })),
      redefine(changeRequest("poll", () => accept404)),
    ),
  },
  {
    story: "GET reads the table itself, and the function cannot.",
    change: sequence(
      writeNode(rewritten({ status: "return {};" })),
      allowInstead((table) => [
        { Effect: "Allow", Action: ["dynamodb:PutItem", "dynamodb:UpdateItem"], Resource: table },
      ]),
      readTableItself(),
    ),
  },
  {
    story: "A function that invokes itself as an Event, and returns at once.",
    change: sequence(
      allowInstead((table) => [
        { Effect: "Allow", Action: tableActions, Resource: table },
        { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "*" },
      ]),
      writeNode(
        `import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";\n${replaceOrThrow(
          replaceOrThrow(
            rewritten({
              invoke: `await note(requestId, "PROCESSING");
    const Payload = JSON.stringify({ action: "work", requestId });
    await new LambdaClient().send(new InvokeCommand({ FunctionName: context.functionName, InvocationType: "Event", Payload }));
    return { statusCode: 202 };
  }
  if (action === "work") {
    await sleep(8_000);
    return await note(requestId, "COMPLETED");`,
            }),
            "const workMs = (2 + Number(process.env.PROCESSING_SECONDS)) * 1000;\n",
            "",
          ),
          "({ action, requestId })",
          "({ action, requestId }, context)",
        )}`,
      ),
      deployed(requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, ""))),
    ),
  },
  {
    story: "An id that the API generates, which the workflow takes from the response.",
    change: sequence(
      deployed(
        requestTemplate(
          "POST",
          () =>
            '#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")\n{"action": "invoke", "requestId": "$context.requestId"}',
        ),
        responseTemplate("POST", () => '{"requestId": "$context.requestId", "status": "PROCESSING"}'),
      ),
      redefine((definition) =>
        changeUri("poll", (uri) =>
          replaceOrThrow(uri, "workflow.input", "invokeLambda.output.response.body"),
        )(changeRequest("start", () => ({ body: {} }))(definition)),
      ),
    ),
    input: {},
  },
  {
    story: "The function reports its end to Conductor, and nothing polls.",
    change: sequence(
      setConductor,
      writeNode(
        rewritten({
          invoke: `await note(requestId, "PROCESSING");
    await sleep(workMs);
    await note(requestId, "COMPLETED");
    await fetch(\`\${process.env.CONDUCTOR_URL}/tasks/\${requestId}/invokeLambda/COMPLETED\`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    return { statusCode: 202 };`,
        }),
      ),
      redefine(withoutPolls),
    ),
    input: {},
  },
];

async function setConductor(place: Place): Promise<void> {
  const { url } = await place.target.conductor();
  await setVariables({ CONDUCTOR_URL: url.endsWith("/api") ? url : `${url}/api` })(place);
}

function withoutPolls(definition: WorkflowDef): WorkflowDef {
  const changed = changeRequest("start", () => ({
    body: { requestId: "${workflow.workflowId}" },
    asyncComplete: true,
  }))(definition);
  const [start] = changed.tasks;
  return { ...changed, tasks: start ? [{ ...start, asyncComplete: true } as WorkflowTask] : [] };
}

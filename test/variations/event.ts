import { deployed, patchStage } from "../../instructor/faults/change/api.ts";
import { type Change, replaceOrThrow, sequence } from "../../instructor/faults/change/change.ts";
import {
  eventFromClient,
  eventLine,
  mapHeader,
  requestTemplate,
  takeEventFrom,
} from "../../instructor/faults/change/method.ts";
import { moveToStage } from "./api.ts";
import type { Variation } from "./variation.ts";

/** Other ways to ask Lambda not to wait. */
export const eventVariations: readonly Variation[] = [
  {
    story: "The header in brackets.",
    change: event(`#set($context.requestOverride.header["X-Amz-Invocation-Type"] = "Event")`),
  },
  {
    story: "The header's name and value from variables.",
    change: event(
      `#set($name = "X-Amz-Invocation-Type")\n#set($type = "Event")\n#set($context.requestOverride.header[$name] = $type)`,
    ),
  },
  {
    story: "The header in lowercase.",
    change: event(`#set($context.requestOverride.header.x-amz-invocation-type = "Event")`),
  },
  {
    story: "#set with spaces and apostrophes, and the id by $input.json.",
    change: deployed(
      requestTemplate(
        "POST",
        () => `#set( $context.requestOverride.header.X-Amz-Invocation-Type = 'Event' )
{"action":"invoke","requestId":$input.json('$.requestId')}`,
      ),
    ),
  },
  {
    story: "The header mapped under a lowercase name, without #set.",
    change: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, "")),
      mapHeader("POST", "x-amz-invocation-type", "'Event'"),
    ),
  },
  {
    story: "The header mapped from a variable of the stage, without #set.",
    change: sequence(
      patchStage({ op: "replace", path: "/variables/invocation", value: "Event" }),
      deployed(
        requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, "")),
        mapHeader("POST", "X-Amz-Invocation-Type", "stageVariables.invocation"),
      ),
    ),
  },
  {
    story: "The header is taken from the client, and the workflow sends it.",
    change: deployed(eventFromClient),
  },
  {
    story: "The header is taken from all values of the client's header, and the workflow sends it.",
    change: deployed(takeEventFrom("method.request.multivalueheader.X-Amz-Invocation-Type")),
  },
  {
    story: "The header is mapped from the stage's name, which is Event.",
    change: sequence(
      deployed(
        requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, "")),
        mapHeader("POST", "X-Amz-Invocation-Type", "context.stage"),
      ),
      moveToStage("Event"),
    ),
  },
  {
    story: "Event from a stage variable.",
    change: sequence(
      patchStage({ op: "replace", path: "/variables/invocation", value: "Event" }),
      event("#set($context.requestOverride.header.X-Amz-Invocation-Type = $stageVariables.invocation)"),
    ),
  },
];

/** Another line instead of the template's. */
function event(line: string): Change {
  return deployed(requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, `${line}\n`)));
}

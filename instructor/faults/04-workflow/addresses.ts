import { faultsOf } from "../../fault.ts";
import { replaceOrThrow } from "../change/change.ts";
import { changeRequest, changeUri, changeUris, redefine } from "../change/workflow.ts";

import { placeholders } from "./placeholders.ts";

const bothAddresses = ["04-workflow/start-address", "04-workflow/poll-address"] as const;

/** Where the two tasks ask. */
export const addressesFaults = faultsOf("04-workflow", [
  {
    id: "placeholders-left",
    story: "Somebody left the placeholders in both addresses.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => replaceOrThrow(uri, /^.*(?=\/)/, placeholders))),
  },
  {
    id: "placeholder-stage-left",
    story: "Somebody replaced the API's id and the region, and left <stage> in the address to poll.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, /[^/]+(?=\/[^/]*$)/, "<stage>"))),
  },
  {
    id: "uri-missing",
    story: "Somebody wrote url in place of uri.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeRequest("start", ({ uri }) => ({ uri: undefined, url: uri }))),
  },
  {
    id: "uri-with-space",
    story: "Somebody copied a blank space along with the address.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => `${uri} `)),
  },
  {
    id: "address-of-other-site",
    story: "Somebody left another site's address in the task.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", () => "https://api.example.com/invoke-lambda")),
  },
  {
    id: "address-of-other-api",
    story: "Somebody made the API anew, and the workflow still calls the old one.",
    trips: bothAddresses,
    inject: redefine(
      changeUris((uri) => replaceOrThrow(uri, /execute-api\/[a-z0-9]+/, "execute-api/a1b2c3d4e5")),
    ),
  },
  {
    id: "address-of-old-port",
    story: "Somebody started the local cloud at another port since.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => replaceOrThrow(uri, /:\d+\//, ":1/"))),
  },
  {
    id: "address-on-amazon",
    story: "Somebody wrote the address that the API would have on AWS.",
    trips: bothAddresses,
    inject: redefine(
      changeUris((uri) =>
        uri.replace(/^.*execute-api\/([a-z0-9]+)/, "https://$1.execute-api.us-east-1.amazonaws.com"),
      ),
    ),
  },
  {
    id: "stage-misspelt",
    story: "Somebody wrote a stage that is not there.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => replaceOrThrow(uri, /\/[^/]+(?=\/[^/]*$)/, "/prod"))),
  },
  {
    id: "stage-left-out",
    story: "Somebody forgot the stage in the address to post to.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => replaceOrThrow(uri, /\/[^/]+(?=\/[^/]*$)/, ""))),
  },
  {
    id: "post-path-wrong",
    story: "Somebody wrote /invoke in place of /invoke-lambda.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => replaceOrThrow(uri, "/invoke-lambda", "/invoke"))),
  },
  {
    id: "poll-path-nested",
    story: "Somebody polls /status/{requestId}, which the API does not have.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, /\/(?=\$)/, "/status/"))),
  },
  {
    id: "poll-asks-for-fixed-id",
    story: "Somebody wrote the id of the tutorial's example into the address to poll.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, "${workflow.input.requestId}", "12345"))),
  },
  {
    id: "poll-asks-for-other-input",
    story: "Somebody polls with the input id, and posts the input requestId.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, "input.requestId", "input.id"))),
  },
  {
    id: "poll-path-with-percent",
    story: "Somebody put a percent sign before the id in the address to poll.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, "${workflow", "%${workflow"))),
  },
  {
    id: "scheme-missing",
    story: "Somebody wrote the address without its beginning.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => replaceOrThrow(uri, /^https?:\/\//, ""))),
  },
  {
    id: "poll-path-missing",
    story: "Somebody left the id out of the address to poll.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, /\/[^/]*$/, ""))),
  },
  {
    id: "poll-asks-for-template",
    story: "Somebody wrote {requestId} into the address to poll, as the resource is called.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, /\$\{.*\}/, "{requestId}"))),
  },
  {
    id: "stage-twice",
    story: "Somebody put the stage behind an invoke URL that has it already.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => replaceOrThrow(uri, /\/[^/]*(?=\/[^/]*$)/, "$&$&"))),
  },
]);

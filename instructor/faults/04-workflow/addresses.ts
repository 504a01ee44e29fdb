import { faultsOf } from "../../fault.ts";
import { replaceOrThrow } from "../change/change.ts";
import { changeRequest, changeUri, changeUris, redefine } from "../change/workflow.ts";

import { placeholders } from "./placeholders.ts";

const bothAddresses = ["04-workflow/start-address", "04-workflow/poll-address"] as const;

/** Faults in the URIs of the two tasks. */
export const addressesFaults = faultsOf("04-workflow", [
  {
    id: "placeholders-left",
    story: "Both URLs still have placeholders.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => replaceOrThrow(uri, /^.*(?=\/)/, placeholders))),
  },
  {
    id: "placeholder-stage-left",
    story: "The URL to poll still has the placeholder <stage>.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, /[^/]+(?=\/[^/]*$)/, "<stage>"))),
  },
  {
    id: "uri-missing",
    story: "The field is called url instead of uri.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeRequest("start", ({ uri }) => ({ uri: undefined, url: uri }))),
  },
  {
    id: "uri-with-space",
    story: "The URL ends with a space.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => `${uri} `)),
  },
  {
    id: "address-of-other-site",
    story: "The task calls another site.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", () => "https://api.example.com/invoke-lambda")),
  },
  {
    id: "address-of-other-api",
    story: "The API was created again, and the workflow still calls the old one.",
    trips: bothAddresses,
    inject: redefine(
      changeUris((uri) => replaceOrThrow(uri, /execute-api\/[a-z0-9]+/, "execute-api/a1b2c3d4e5")),
    ),
  },
  {
    id: "address-of-old-port",
    story: "The local cloud was restarted on another port.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => replaceOrThrow(uri, /:\d+\//, ":1/"))),
  },
  {
    id: "address-on-amazon",
    story: "The workflow has the URL that the API would have on AWS.",
    trips: bothAddresses,
    inject: redefine(
      changeUris((uri) =>
        uri.replace(/^.*execute-api\/([a-z0-9]+)/, "https://$1.execute-api.us-east-1.amazonaws.com"),
      ),
    ),
  },
  {
    id: "stage-misspelt",
    story: "The workflow calls a stage that does not exist.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => replaceOrThrow(uri, /\/[^/]+(?=\/[^/]*$)/, "/prod"))),
  },
  {
    id: "stage-left-out",
    story: "The URL to post to lacks the stage.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => replaceOrThrow(uri, /\/[^/]+(?=\/[^/]*$)/, ""))),
  },
  {
    id: "post-path-wrong",
    story: "The URL has /invoke instead of /invoke-lambda.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => replaceOrThrow(uri, "/invoke-lambda", "/invoke"))),
  },
  {
    id: "poll-path-nested",
    story: "The workflow polls /status/{requestId}, which the API does not have.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, /\/(?=\$)/, "/status/"))),
  },
  {
    id: "poll-asks-for-fixed-id",
    story: "The URL to poll contains a fixed requestId.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, "${workflow.input.requestId}", "12345"))),
  },
  {
    id: "poll-asks-for-other-input",
    story: "The workflow polls with the input id, but posts the input requestId.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, "input.requestId", "input.id"))),
  },
  {
    id: "poll-path-with-percent",
    story: "The URL to poll has a percent sign before the requestId.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, "${workflow", "%${workflow"))),
  },
  {
    id: "scheme-missing",
    story: "The URL lacks https:// or http://.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => replaceOrThrow(uri, /^https?:\/\//, ""))),
  },
  {
    id: "scheme-of-amazon",
    story: "Both URLs begin with https://, but the local cloud has http:// only.",
    trips: ["04-workflow/start-address", "04-workflow/poll-address"],
    inject: redefine(changeUris((uri) => replaceOrThrow(uri, "http:", "https:"))),
  },
  {
    id: "poll-path-missing",
    story: "The URL to poll lacks the requestId.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, /\/[^/]*$/, ""))),
  },
  {
    id: "poll-asks-for-template",
    story: "The URL to poll contains {requestId}, like the resource.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => replaceOrThrow(uri, /\$\{.*\}/, "{requestId}"))),
  },
  {
    id: "stage-twice",
    story: "The URL contains the stage twice.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => replaceOrThrow(uri, /\/[^/]*(?=\/[^/]*$)/, "$&$&"))),
  },
]);

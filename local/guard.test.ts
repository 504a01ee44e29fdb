import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { refusal } from "./guard.ts";

const own = "127.0.0.1:4566";
const refused = (headers: IncomingMessage["headers"], isInvocation = false) =>
  refusal({ headers } as IncomingMessage, isInvocation) !== undefined;

it.each<[string, IncomingMessage["headers"], { control: boolean; invocation: boolean }]>([
  ["a program", { host: own }, { control: false, invocation: false }],
  ["our own page", { host: own, origin: `http://${own}` }, { control: false, invocation: false }],
  [
    "our own page, without an Origin",
    { host: own, "sec-fetch-site": "same-origin" },
    { control: false, invocation: false },
  ],
  ["a foreign page", { host: own, origin: "https://example.com" }, { control: true, invocation: false }],
  [
    "an image on a foreign page: it carries no Origin",
    { host: own, "sec-fetch-site": "cross-site" },
    { control: true, invocation: false },
  ],
  ["a foreign name for us", { host: "example.com" }, { control: true, invocation: true }],
])("%s is refused where it should be", (_, headers, { control, invocation }) => {
  expect(refused(headers)).toBe(control);
  expect(refused(headers, true)).toBe(invocation);
});

import { asObject, parseJson } from "./json.ts";

/** Where a response has its status. */
export type StatusPlace = "body.status" | "status" | "text" | "nowhere";

export interface StatusSeen {
  place: StatusPlace;
  status: string | undefined;
}

/** Finds the status in GET's response: in `body` as the tutorial's condition reads it, at the top, or inside a string. */
export function statusIn(json: unknown): StatusSeen {
  const answer = asObject(json);
  const inner = asObject(answer?.["body"])?.["status"];
  if (typeof inner === "string") return { place: "body.status", status: inner };
  if (typeof answer?.["body"] === "string") {
    const nested = asObject(parseJson(answer["body"]))?.["status"];
    return { place: "text", status: typeof nested === "string" ? nested : undefined };
  }
  const top = answer?.["status"];
  return typeof top === "string" ? { place: "status", status: top } : { place: "nowhere", status: undefined };
}

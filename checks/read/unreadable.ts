import { Problem } from "@long-running-api/foundation/problem";

/** A response that AWS would not send, from an emulator or a proxy: not a mistake, so `unknown`. */
export function unreadable(action: string, seen: string): Problem {
  return new Problem(
    `The response to ${action} cannot be read.`,
    { seen: seen.slice(0, 200) },
    "AWS does not respond like this: is this an emulator, or is there a proxy in between?",
  );
}

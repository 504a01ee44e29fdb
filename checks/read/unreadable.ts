import { Problem } from "@long-running-api/foundation/problem";

/** A response that AWS would not send, from an emulator or a proxy: not a mistake, so `unknown`. */
export function unreadable(action: string, seen: string): Problem {
  return new Problem(
    `The answer to ${action} cannot be read.`,
    { seen: seen.slice(0, 200) },
    "AWS does not answer so: is this a stand-in for it, or is a proxy in between?",
  );
}

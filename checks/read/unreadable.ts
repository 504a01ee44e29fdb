import { Problem } from "@long-running-api/foundation/problem";

/** An answer that is not as AWS gives it: a stand-in's, or something in between. Nobody's mistake, so `unknown`. */
export function unreadable(action: string, seen: string): Problem {
  return new Problem(
    `The answer to ${action} cannot be read.`,
    { seen: seen.slice(0, 200) },
    "AWS does not answer so: is this a stand-in for it, or is a proxy in between?",
  );
}

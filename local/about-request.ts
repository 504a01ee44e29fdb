import type { Recorded } from "@long-running-api/local-aws/journal";

/**
 * Chooses the entries about one request, batch by batch: those that contain the id (the tutorial's requestId, or one
 * that API Gateway or Lambda gave out), and those of the calls and invocations that these belong to.
 */
export function aboutRequest(id: string): (entries: readonly Recorded[]) => Recorded[] {
  const ids = new Set([id]);
  return (entries) => {
    const texts = entries.map((entry) => JSON.stringify(entry));
    const chosen = () => texts.map((text) => [...ids].some((known) => text.includes(known)));
    // A call is found by its id, and its id by what it says of the request.
    for (const [index, found] of chosen().entries()) {
      for (const other of found ? entries.slice(index, index + 1).flatMap(idsOf) : []) ids.add(other);
    }
    const found = chosen();
    return entries.filter((_, index) => found[index]);
  };
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** The id of a call or an invocation that an entry names. */
function idsOf({ requestId, message }: Recorded): string[] {
  const inMessage = typeof message === "string" ? uuid.exec(message)?.[0] : undefined;
  return [requestId, inMessage].filter((each): each is string => typeof each === "string" && uuid.test(each));
}

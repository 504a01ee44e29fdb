import { nearest } from "@long-running-api/foundation/nearest";

const triesMax = 5;

/** The most similar name that is not known to be another learner's. */
export async function nearestOwn(
  wanted: string,
  names: readonly string[],
  isForeign: (name: string) => Promise<boolean> | boolean,
): Promise<string | undefined> {
  let left = names;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const found = nearest(wanted, left);
    if (found === undefined || !(await isForeign(found))) return found;
    left = left.filter((name) => name !== found);
  }
  return undefined;
}

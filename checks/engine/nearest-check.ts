import { nearest } from "@long-running-api/foundation/nearest";

/** The known check whose id, or whose part after the step, is closest to what was asked for. */
export function nearestCheck(asked: string, ids: readonly string[]): string | undefined {
  const partOf = (id: string) => id.slice(id.indexOf("/") + 1);
  const part = nearest(partOf(asked), ids.map(partOf));
  return nearest(asked, ids) ?? ids.find((id) => partOf(id) === part);
}

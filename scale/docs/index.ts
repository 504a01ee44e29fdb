import { cost } from "./cost.ts";
import { scaling } from "./scaling.ts";

/** The documents that `npx tsx scale --docs` writes: their texts by path. */
export function documents(): Readonly<Record<string, string>> {
  return { "docs/scaling.md": scaling(), "docs/cost.md": cost() };
}

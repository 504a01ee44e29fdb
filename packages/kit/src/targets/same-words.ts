import type { Names } from "../names.ts";
import type { Target } from "./target.ts";

/** The options that choose the same environment in another command, each after a space. */
export function sameWords({ target, names }: { target: Pick<Target, "name">; names: Names }): string {
  const words = target.name === "local" ? [] : [`--target ${target.name}`];
  if (names.learner !== undefined) words.push(`--learner ${names.learner}`);
  for (const [option, name] of Object.entries(names.chosen)) words.push(`--${option} ${name}`);
  return words.map((word) => ` ${word}`).join("");
}

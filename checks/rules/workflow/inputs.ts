import { namesOf, pathsIn } from "@long-running-api/conductor/expression";

/** The inputs of the workflow that a template uses. */
export function inputsIn(template: unknown): string[] {
  return inputPathsIn(template).flatMap(([name = ""]) => name);
}

/** The same as paths, e.g. `["order", "id"]`. */
export function inputPathsIn(template: unknown): string[][] {
  return [...pathsIn(template)].flatMap((path) => {
    const [first, second, ...names] = namesOf(path)?.map(String) ?? [];
    return first === "workflow" && second === "input" && names.length > 0 ? [names] : [];
  });
}

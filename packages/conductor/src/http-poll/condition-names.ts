/** The names other than `output` and `input` that a condition reads from `$`: reference names of earlier tasks. */
export function namesInCondition(condition: string): string[] {
  const names = new Set<string>();
  for (const [, plain, single, double] of condition.matchAll(memberOfDollar))
    names.add(plain ?? single ?? double ?? "");
  return [...names].filter((name) => name !== "output" && name !== "input");
}

/** `$.name`, `$['name']` and `$["name"]`, where the dollar sign is not part of a longer name. */
const memberOfDollar =
  /(?<![\w$])\$\s*(?:\??\.\s*([A-Za-z_$][\w$]*)|(?:\?\.)?\[\s*(?:'([^']*)'|"([^"]*)")\s*\])/g;

/**
 * The groups of names that reach each other, each sorted (Tarjan's strongly connected components with more than one
 * member). Without recursion: a long chain of imports does not fill the stack.
 */
export function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];

  const enter = (name: string) => {
    index.set(name, index.size);
    lowest.set(name, index.get(name) ?? 0);
    stack.push(name);
    onStack.add(name);
    return { name, targets: [...(edges.get(name) ?? [])].filter((target) => edges.has(target)) };
  };
  const lower = (name: string, to: number | undefined) =>
    lowest.set(name, Math.min(lowest.get(name) ?? 0, to ?? 0));
  const leave = (name: string) => {
    if (lowest.get(name) !== index.get(name)) return;
    const members = stack.splice(stack.lastIndexOf(name));
    for (const member of members) onStack.delete(member);
    if (members.length > 1 || edges.get(name)?.includes(name)) cycles.push(members.sort());
  };

  for (const start of edges.keys()) {
    const path = index.has(start) ? [] : [enter(start)];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = top.targets.pop();
      if (target === undefined) {
        path.pop();
        leave(top.name);
        const parent = path.at(-1);
        if (parent) lower(parent.name, lowest.get(top.name));
      } else if (!index.has(target)) path.push(enter(target));
      else if (onStack.has(target)) lower(top.name, index.get(target));
    }
  }
  return cycles.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}

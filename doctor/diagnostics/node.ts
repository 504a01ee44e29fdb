import type { Finding } from "../finding.ts";

/** Tested with 20, 22 and 24. `kit/main.ts` rejects versions before 20.19. */
const majorTried = 24;

export async function node(version = process.versions.node): Promise<Finding> {
  const major = Number(version.split(".")[0]);
  if (major <= majorTried) return { title: "Node", status: "ok", seen: version };
  return {
    title: "Node",
    status: "note",
    seen: `${version}; tested up to ${majorTried}`,
    toDo: [`If something fails, try Node ${majorTried}.`],
  };
}

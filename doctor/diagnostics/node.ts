import type { Finding } from "../finding.ts";

/** Tried with 20, 22 and 24. `kit/main.ts` refuses anything older than 20.19 before this is reached. */
const majorTried = 24;

export async function node(version = process.versions.node): Promise<Finding> {
  const major = Number(version.split(".")[0]);
  if (major <= majorTried) return { title: "Node", status: "ok", seen: version };
  return {
    title: "Node",
    status: "note",
    seen: `${version}; tried up to ${majorTried}`,
    toDo: [`If something fails, try Node ${majorTried}.`],
  };
}

import { findJava, javaMajorMin } from "../../local/conductor-oss/java.ts";
import type { Finding } from "../finding.ts";

/** Java: only needed to run the Conductor OSS server on this machine. */
export async function java(): Promise<Finding> {
  const title = "Java";
  const { java, tooOld } = await findJava();
  if (java) return { title, status: "ok", seen: `${java.major} (${java.command})` };
  return {
    title,
    status: "note",
    seen: tooOld.map(({ major, command }) => `${major} (${command})`).join(", ") || "not found",
    toDo: [
      `Only to run the Conductor OSS server on this machine: install Java ${javaMajorMin} or later, or set JAVA_HOME to one.`,
    ],
  };
}

import type { CheckId } from "../../../checks/engine/check.ts";
import type { Observation, Observations } from "./observation.ts";

/** Values that differ in each cloud. */
export interface Identity {
  apiId: string;
  /** Of the cloud's only listener. */
  port: string;
}

/** The API's id in every stored observation; no fault may make up this one. */
export const canonicalApiId = "zyx987wvu6";
const canonicalPort = ":4566";

/** The same observations as they would be in a cloud whose ids and port are always the same. */
export function canonical(observations: Observations, { apiId, port }: Identity): Observations {
  const numbered = (prefix: string, digits: number) => {
    const known = new Map<string, string>();
    return (id: string) => {
      const found = known.get(id) ?? `${prefix}${String(known.size + 1).padStart(digits, "0")}`;
      known.set(id, found);
      return found;
    };
  };
  const practiceId = numbered("practice-", 8);
  const uuid = numbered("00000000-0000-4000-8000-", 12);
  const deploymentId = numbered("dep", 3);
  const seen = JSON.stringify([...observations]);
  for (const taken of [canonicalApiId, canonicalPort])
    if (seen.includes(taken)) throw new Error(`${taken} stands in an observation already.`);
  const text = seen
    .replaceAll(`:${port}`, canonicalPort)
    .replaceAll(apiId, canonicalApiId)
    .replace(/\bcheck-[0-9a-z]{8,9}-[0-9a-f]{8}\b/g, "check-00000001")
    .replace(/\bpractice-[0-9a-z]{8,9}\b/g, practiceId)
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, uuid)
    .replace(/(?<="deploymentId":")[0-9a-z]+(?=")/g, deploymentId)
    .replace(/(?:file:\/\/)?\/[^\s"\\()]*(?=\/node_modules\/)/g, ""); // a stack trace, wherever the project lies
  return new Map(JSON.parse(text) as [CheckId, Observation][]);
}

/** Numbers that depend on the clock, and on how busy the machine is; zero means that it has not happened. */
const measured =
  /^(?:ms|elapsedSeconds|polls|pollCount|inARow|(?:started|ended|updated|scheduled|now|lastModified)Ms)$/;

/** Members read only when a response was slow: an earlier response, and the row of the request. */
function isByChance(name: string, value: unknown): boolean {
  return name === "firstMs" || (name === "row" && typeof value === "object");
}

/** The first poll may come before the function's first write, on a busy machine: the verdict is the same. */
const firstAnswer = /"statusCode": (?:200|404),<EOL> +"body": \{[^{}]*"status":"(?:PROCESSING|NOT_FOUND)"\}/g;

/** A value without parts that vary between runs: two recordings of one environment are then equal. */
export function comparable(value: unknown, key = ""): unknown {
  if (typeof value === "number" && measured.test(key))
    return value === 0 && key !== "elapsedSeconds" ? 0 : "measured";
  if (typeof value === "string")
    return (key === "reason" ? value.replace(firstAnswer, "the first answer") : value)
      .replace(/\d\d:\d\d:\d\d UTC/g, "HH:MM:SS UTC")
      .replace(/(\.m?js):\d+:\d+/g, "$1:LINE:COLUMN") // of a stack trace
      .replace(/timed out after \d+ seconds/g, "timed out after N seconds");
  if (Array.isArray(value)) return value.map((each) => comparable(each));
  if (typeof value !== "object" || value === null) return value;
  // Unawaited work ends while a poll keeps the function awake, or never: the verdict does not depend on it.
  const endsByChance = "early" in value ? ["status", "last", "row"] : [];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) =>
      endsByChance.includes(name) || isByChance(name, each) ? [] : [[name, comparable(each, name)]],
    ),
  );
}

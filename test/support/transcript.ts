import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";

const folder = path.join(projectFolder, "test", "transcripts");

/** Whether transcripts and observations are written rather than compared. */
export const recording = process.env["RECORD"] === "1";

/** The transcript of that name; `RECORD=1` writes the text first. */
export function transcript(name: string, text: string): string {
  const file = path.join(folder, `${name}.txt`);
  if (recording) writeFileSync(file, text);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

export function transcriptNames(): string[] {
  return readdirSync(folder).map((file) => path.basename(file, ".txt"));
}

/** Remarks that depend on how busy the machine is. */
const byChance = ["The work finished before PROCESSING could be seen.", "a cold start or a busy machine."];

/** Masks text that varies between runs: addresses, ids, measured times, numbers of polls. */
export function normalized(text: string, { apiId }: { apiId: string }): string {
  return text
    .replaceAll(apiId, "API-ID")
    .split("\n")
    .map(normalizeLine)
    .filter((line) => !byChance.some((remark) => line.includes(remark)))
    .join("\n");
}

function normalizeLine(line: string): string {
  const same = line
    .replace(/127\.0\.0\.1:\d{2,5}/g, "127.0.0.1:PORT")
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UUID")
    .replace(/\b(check|practice)-[0-9a-z]{8,9}(-[0-9a-f]{8})?\b/g, "$1-ID")
    .replace(/\d\d:\d\d:\d\d UTC/, "HH:MM:SS UTC")
    .replace(/\bat poll \d+/, "at poll N")
    .replace(/: "\{<EOL>.*$/, ": what the first poll saw");
  if (/^ {2}✔ get-processing /.test(same)) return "  ✔ get-processing             as expected";
  return /^ {2}✔ |^ {6}observed /.test(same) ? withoutMeasurements(same) : same;
}

/** Text without measured times and numbers of polls. */
export function withoutMeasurements(text: string): string {
  return text
    .replace(/(after|for) \d+(\.\d+)? (ms|s)\b/g, "$1 N $3")
    .replace(/(timed out after) \d+ (seconds)/g, "$1 N $2")
    .replace(/\d+ s after POST/g, "N s after POST")
    .replace(/\d+(\.\d+)? s from the request/g, "N s from the request")
    .replace(/\b\d+ polls?\b/g, "N polls");
}

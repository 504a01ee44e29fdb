import { truncateWithin } from "../../truncate.ts";
import { javaTime } from "./dates.ts";

/** The execution log of one call, in AWS's words, as in the console's Test tab and CloudWatch. */
export interface ExecutionLog {
  readonly requestId: string;
  /** Takes a line, or a function that returns lines, called when the log is read: most are not. What it refers to stays in memory until then. */
  add(line: string | (() => string[])): void;
  lines(): string[];
}

const lineCharactersMax = 1_024;

/** Creates an empty execution log. AWS truncates each event to 1,024 characters. */
export function openExecutionLog(requestId: string): ExecutionLog {
  const added: Parameters<ExecutionLog["add"]>[0][] = [];
  return {
    requestId,
    add(line) {
      added.push(line);
    },
    lines() {
      return added
        .flatMap((line) => (typeof line === "string" ? line : line()))
        .map((line) => truncateWithin(line, lineCharactersMax));
    },
  };
}

/** The log's text as TestInvokeMethod returns it. */
export function logText({ requestId, lines }: ExecutionLog, now: Date): string {
  const stamp = javaTime(now);
  return [`Execution log for request ${requestId}`, ...lines().map((line) => `${stamp} : ${line}`), ""].join(
    "\n",
  );
}

/** A map as Java prints it: {name=value, other=value}. */
export function javaMap(entries: Iterable<readonly [string, string]>): string {
  let text = "";
  for (const [name, value] of entries) text += `${text && ", "}${name}=${value}`;
  return `{${text}}`;
}

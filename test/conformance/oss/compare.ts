import type { Execution, Task } from "./rest.ts";

/** Parts of an output that two servers cannot share: headers hold the time, and a failing poll how long it has failed. */
const different = ["headers", "failingSeconds"];
/** The same, in the words of its reason. */
const failingFor = /(polls failed, within )\d+ s/g;

/** The values that must match on two servers: statuses, outputs and reasons, in order; ids, times and hosts vary. */
export function comparable(execution: Execution): unknown {
  const { status, output, variables, reasonForIncompletion, tasks } = execution;
  const seen = {
    status,
    output: withoutTimes(output),
    variables: withoutTimes(variables),
    reason: reasonForIncompletion ?? null,
    tasks: [...tasks].sort((a, b) => a.seq - b.seq).map(ofTask),
  };
  return JSON.parse(withoutIds(JSON.stringify(seen), execution)) as unknown;
}

function ofTask(task: Task): object {
  const { referenceTaskName, taskType, status, outputData, reasonForIncompletion, retryCount, iteration } =
    task;
  return {
    task: `${referenceTaskName} ${taskType} try ${retryCount} iteration ${iteration}`,
    status,
    output: withoutTimes(outputData),
    reason: reasonForIncompletion ?? null,
  };
}

function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value === "string") return withoutOrder(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [key, different.includes(key) ? "…" : withoutTimes(item)]),
  );
}

/** A Java map as text has its entries in the order of their hashes, and here headers with the time in them. */
function withoutOrder(text: string): unknown {
  if (!/\{.*=/s.test(text)) return text;
  const untimed = text.replace(/\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g, "a date");
  return { words: untimed.split(/[{},=[\] ]+/).sort() };
}

function withoutIds(text: string, { workflowId, tasks }: Execution): string {
  let plain = text.replaceAll(workflowId, "WORKFLOW").replace(failingFor, "$1… s");
  for (const { taskId, referenceTaskName } of tasks)
    plain = plain.replaceAll(taskId, `TASK ${referenceTaskName}`);
  return plain;
}

/** Where two values differ, as paths with both sides. */
export function differences(one: unknown, other: unknown, path = ""): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].flatMap((key) => differences(one[key], other[key], `${path}.${key}`));
  }
  return [`${path}: ${short(one)} ≠ ${short(other)}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 300);
}

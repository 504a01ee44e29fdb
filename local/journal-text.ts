import { inSeconds } from "@long-running-api/foundation/text";
import { resourceOf } from "@long-running-api/iam/arn";
import type { Colors } from "@long-running-api/kit/output";
import type { Recorded } from "@long-running-api/local-aws/journal";

/** One journal entry as text lines: what happened first, details indented below. */
export function textOf(entry: Recorded, colors: Colors): string[] {
  const [first = "", ...more] = tellers[entry.kind](entry, colors);
  const head = `${colors.dim(clockTime(entry.time))}  ${colors.cyan(entry.kind.padEnd(8))}  ${first}`;
  return [head, ...more.map((line) => `${" ".repeat(indent)}${line}`)];
}

/** The width of the time and the kind before the text. */
export const indent = 24;
const linesMax = 40;

const tellers: Readonly<Record<Recorded["kind"], (entry: Recorded, colors: Colors) => string[]>> = {
  aws(entry, colors) {
    const { service, operation, resources, caller, error } = entry;
    const on = Array.isArray(resources) ? resources.map((arn) => shortArn(String(arn))).join(", ") : "";
    const who = typeof caller === "string" ? colors.dim(`as ${shortArn(caller)}`) : "";
    const what = [`${service} ${operation}`, outcome(entry, colors), on, who].filter((part) => part !== "");
    return [what.join("  "), ...lines(error).map(colors.red)];
  },
  execute(entry, colors) {
    const { method, path, apiId, stage, ms, log } = entry;
    const took = typeof ms === "number" ? ` in ${ms} ms` : "";
    const place = colors.dim(`API ${apiId}, stage ${stage}`);
    const refused = Number(entry["status"]) >= 400;
    const why = refused && Array.isArray(log) ? log.flatMap(lines).slice(-linesMax) : [];
    return [`${method} ${clean(path)}  ${outcome(entry, colors)}${took}  ${place}`, ...why];
  },
  template(entry, colors) {
    const { phase, httpMethod, resourcePath, output, error, excerpt, requestOverride, responseOverride } =
      entry;
    const overrides = Object.entries({ requestOverride, responseOverride }).flatMap(([name, value]) =>
      value === undefined ? [] : [colors.dim(`${name} ${clean(JSON.stringify(value))}`)],
    );
    const shown = error === undefined ? lines(output) : [...lines(error).map(colors.red), ...lines(excerpt)];
    return [
      `${phase} of ${httpMethod} ${clean(resourcePath)}`,
      ...shown.map((line) => `│ ${line}`),
      ...overrides,
    ];
  },
  function(entry, colors) {
    const {
      functionArn,
      name,
      message,
      unwritten,
      gaveUp,
      tries,
      triedAgainInSeconds,
      postponed,
      queued,
      waiting,
    } = entry;
    const who = colors.bold(clean(name ?? String(functionArn).split(":").at(-1)));
    if (gaveUp !== undefined) return [`${who}  ${colors.red(`gave up after ${tries} attempts: ${gaveUp}`)}`];
    if (triedAgainInSeconds !== undefined)
      return [`${who}  ${colors.yellow(`failed; next attempt in ${triedAgainInSeconds} s`)}`];
    if (postponed !== undefined) return [`${who}  ${colors.yellow(`cannot run yet: ${clean(postponed)}`)}`];
    if (queued !== undefined)
      return [
        `${who}  ${colors.yellow(`waits in the queue, with ${waiting} events in all: ${clean(queued)}`)}`,
      ];
    const [first = "", ...more] = lines(message);
    const lost = unwritten === true && first.startsWith("START ");
    return [
      `${who}  ${first}${lost ? colors.yellow("  (its role may not write this to CloudWatch)") : ""}`,
      ...more,
    ];
  },
  workflow({ name, workflowId, status, ms, reason }, colors) {
    const ended = status === "COMPLETED" ? colors.green(clean(status)) : colors.red(clean(status));
    const took = `after ${inSeconds(Number(ms))}`;
    return [
      `${colors.bold(clean(name))}  ${ended} ${took}  ${colors.dim(clean(workflowId))}`,
      ...lines(reason),
    ];
  },
  damage: ({ message }, colors) => lines(message).map(colors.red),
  bug: ({ error }, colors) => ["a bug in the local cloud", ...lines(error).map(colors.red)],
};

function outcome({ status }: Recorded, colors: Colors): string {
  return Number(status) >= 400 ? colors.red(`→ ${status}`) : colors.green(`→ ${status}`);
}

/** Without what is the same for all: `table/x`, `/restapis/abc`, `assumed-role/role/session`. */
function shortArn(arn: string): string {
  return clean(resourceOf(arn));
}

function lines(value: unknown): string[] {
  if (value === undefined || value === "") return [];
  const all = String(value).trimEnd().split("\n");
  const shown = all.slice(0, linesMax).map(clean);
  return all.length > linesMax ? [...shown, `… ${all.length - linesMax} more lines`] : shown;
}

/** The output of functions and clients must not control the terminal. */
function clean(value: unknown): string {
  return String(value)
    .replaceAll("\t", "  ")
    .replace(/\p{Cc}/gu, "�");
}

function clockTime(time: string): string {
  const date = new Date(time);
  const part = (value: number, width = 2) => String(value).padStart(width, "0");
  return `${part(date.getHours())}:${part(date.getMinutes())}:${part(date.getSeconds())}.${part(date.getMilliseconds(), 3)}`;
}
